package files;

import java.util.jar.JarFile;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

class Unpacking {
    void zip(ZipInputStream archive, File folder) throws IOException {
        ZipEntry entry;
        while ((entry = archive.getNextEntry()) != null) {
            File target = new File(folder, entry.getName());
            // ruleid: java.archive-slip
            try (FileOutputStream out = new FileOutputStream(target)) {
                archive.transferTo(out);
            }
        }
    }

    void path(ZipInputStream archive, Path folder) throws IOException {
        ZipEntry entry = archive.getNextEntry();
        // ruleid: java.archive-slip
        Files.copy(archive, folder.resolve(entry.getName()));
    }

    void tar(TarArchiveInputStream archive, File folder) throws IOException {
        TarArchiveEntry entry = archive.getNextTarEntry();
        File target = new File(folder, entry.getName());
        // ruleid: java.archive-slip
        target.mkdirs();
    }

    void checked(ZipInputStream archive, Path folder) throws IOException {
        ZipEntry entry = archive.getNextEntry();
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("archive leaves its folder");
        }
        // ok: java.archive-slip
        Files.copy(archive, target);
    }

    void canonical(ZipInputStream archive, File folder) throws IOException {
        ZipEntry entry = archive.getNextEntry();
        File target = new File(folder, entry.getName());
        if (!target.getCanonicalPath().startsWith(folder.getCanonicalPath() + File.separator)) {
            throw new IOException("archive leaves its folder");
        }
        // ok: java.archive-slip
        new FileOutputStream(target).close();
    }

    void flat(ZipInputStream archive, Path folder) throws IOException {
        ZipEntry entry = archive.getNextEntry();
        // ok: java.archive-slip
        Files.copy(archive, folder.resolve(Path.of(entry.getName()).getFileName()));
    }

    void untyped(ZipInputStream archive, File folder) throws Exception {
        var entry = archive.getNextEntry();
        // ruleid: java.archive-slip
        Files.copy(archive, folder.toPath().resolve(entry.getName()));
    }

    void compared(ZipInputStream archive, File folder) throws Exception {
        ZipEntry entry = archive.getNextEntry();
        File file = new File(folder, entry.getName()).getCanonicalFile();
        if (!file.getPath().startsWith(folder.getCanonicalPath() + File.separator)) {
            throw new IOException(entry.getName());
        }
        // ok: java.archive-slip
        new FileOutputStream(file).close();
    }

    void lastPart(ZipInputStream archive, Path folder) throws Exception {
        String name = archive.getNextEntry().getName();
        // ok: java.archive-slip
        Files.copy(archive, folder.resolve(name.substring(name.lastIndexOf('/') + 1)));
    }
}

class Loops {
    void counted(ZipInputStream in, Path folder) throws IOException {
        for (ZipEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
            // ruleid: java.archive-slip
            Files.copy(in, folder.resolve(next.getName()));
        }
    }

    void flat(ZipInputStream in, Path folder) throws IOException {
        for (ZipEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
            // ok: java.archive-slip
            Files.copy(in, folder.resolve(Path.of(next.getName()).getFileName()));
        }
    }
}
