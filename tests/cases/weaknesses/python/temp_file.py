import csv
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from fastapi import FastAPI, UploadFile

api = FastAPI()


# unsafe: temp-file - a name is made first, the file later
def to_webp(picture: bytes) -> bytes:
    target = tempfile.mktemp(suffix=".webp")
    subprocess.run(["cwebp", "-o", target, "--", "-"], input=picture, check=True, timeout=60)
    try:
        return Path(target).read_bytes()
    finally:
        os.unlink(target)


# safe: temp-file - the name lies in a directory of the process' own
def to_avif(picture: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="avif-") as folder:
        target = os.path.join(folder, "picture.avif")
        subprocess.run(["avifenc", "--stdin", "-o", target], input=picture, check=True, timeout=60)
        return Path(target).read_bytes()


# unsafe: temp-file - a fixed name in the directory that all users share
def export_customers(rows: list[tuple[str, str]]) -> str:
    path = "/tmp/customers.csv"
    with open(path, "w", newline="", encoding="utf-8") as fh:
        writer = csv.writer(fh)
        writer.writerow(["name", "mail"])
        writer.writerows(rows)
    return path


# safe: temp-file - the library chooses the name and creates the file at once
def export_suppliers(rows: list[tuple[str, str]]) -> str:
    with tempfile.NamedTemporaryFile("w", newline="", suffix=".csv", delete=False) as fh:
        writer = csv.writer(fh)
        writer.writerow(["name", "mail"])
        writer.writerows(rows)
    return fh.name


# unsafe: temp-file - the number of the process can be guessed
def pack_backup(files: list[Path]) -> Path:
    archive = Path(tempfile.gettempdir()) / f"backup-{os.getpid()}.zip"
    with zipfile.ZipFile(archive, "w") as zf:
        for item in files:
            zf.write(item, item.name)
    return archive


# safe: temp-file - an open descriptor from mkstemp
def pack_logs(files: list[Path]) -> Path:
    fd, name = tempfile.mkstemp(prefix="logs-", suffix=".zip")
    with os.fdopen(fd, "wb") as raw, zipfile.ZipFile(raw, "w") as zf:
        for item in files:
            zf.write(item, item.name)
    return Path(name)


# unsafe: temp-file - only the name of the temporary file is kept, it is made again later
class ReportSpool:
    def __init__(self) -> None:
        self.path = tempfile.NamedTemporaryFile(suffix=".json").name

    def write(self, report: dict) -> None:
        with open(self.path, "w", encoding="utf-8") as fh:
            json.dump(report, fh)


# safe: temp-file - the temporary file itself is kept and written
class EventSpool:
    def __init__(self) -> None:
        self.file = tempfile.NamedTemporaryFile("w+", suffix=".json")

    def write(self, event: dict) -> None:
        json.dump(event, self.file)
        self.file.flush()


# unsafe: temp-file - a shared directory under a known name, whoever made it
@api.post("/imports")
async def import_file(upload: UploadFile) -> dict:
    folder = Path("/tmp/imports")
    folder.mkdir(exist_ok=True)
    target = folder / "current.xlsx"
    with target.open("wb") as out:
        shutil.copyfileobj(upload.file, out)
    return {"size": target.stat().st_size}


# safe: temp-file - a new private directory for each upload
@api.post("/uploads")
async def receive_file(upload: UploadFile) -> dict:
    folder = Path(tempfile.mkdtemp(prefix="upload-"))
    target = folder / "current.xlsx"
    try:
        with target.open("wb") as out:
            shutil.copyfileobj(upload.file, out)
        return {"size": target.stat().st_size}
    finally:
        shutil.rmtree(folder)


# safe: temp-file - the shared directory is only measured
def enough_space(required: int) -> bool:
    usage = shutil.disk_usage("/tmp")
    return usage.free > required


# safe: temp-file - a spooled file has no name to guess
def collect(chunks) -> bytes:
    with tempfile.SpooledTemporaryFile(max_size=1 << 20) as buffer:
        for chunk in chunks:
            buffer.write(chunk)
        buffer.seek(0)
        return buffer.read()
