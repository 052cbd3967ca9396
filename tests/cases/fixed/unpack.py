import io
import os
import tarfile
import tempfile

packed = io.BytesIO()
with tarfile.open(fileobj=packed, mode="w") as archive:
    member = tarfile.TarInfo("docs/a.txt")
    member.size = 3
    archive.addfile(member, io.BytesIO(b"tea"))
packed.seek(0)


def unpack(stream, folder):
    with tarfile.open(fileobj=stream) as archive:
        archive.extractall(folder)


target = tempfile.mkdtemp()
unpack(packed, target)
assert os.path.getsize(os.path.join(target, "docs", "a.txt")) == 3
