package com.acme.unpack;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

class Unpacker {
    private static final int LIMIT = 16 * 1024 * 1024;
    private static final int ENTRIES = 500;
    private static final Map<String, String> PARTS = Map.of(
            "content.xml", "content.xml",
            "styles.xml", "styles.xml",
            "meta.xml", "meta.xml");

    // unsafe: archive-extraction
    public void unzip(InputStream upload, File target) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(upload)) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                if (entry.isDirectory()) {
                    continue;
                }
                File file = new File(target, entry.getName());
                file.getParentFile().mkdirs();
                try (FileOutputStream out = new FileOutputStream(file)) {
                    out.write(zip.readNBytes(LIMIT));
                }
            }
        }
    }

    // safe: archive-extraction - the path is normalized and has to stay below the target
    public void extract(InputStream upload, Path target) throws IOException {
        Path root = target.toAbsolutePath().normalize();
        int count = 0;
        try (ZipInputStream zip = new ZipInputStream(upload)) {
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                if (entry.isDirectory()) {
                    continue;
                }
                Path file = root.resolve(entry.getName()).normalize();
                if (!file.startsWith(root) || ++count > ENTRIES) {
                    throw new IOException("entry outside of the target");
                }
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readNBytes(LIMIT));
            }
        }
    }

    // unsafe: archive-extraction - the parts of a tar file
    public void untar(InputStream stream, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(stream)) {
            for (TarArchiveEntry entry = tar.getNextTarEntry(); entry != null; entry = tar.getNextTarEntry()) {
                Path file = target.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isFile()) {
                    Files.createDirectories(file.getParent());
                    Files.write(file, tar.readNBytes(LIMIT));
                }
            }
        }
    }

    // safe: archive-extraction - the helper refuses names that lead elsewhere
    private Path below(Path root, String name) throws IOException {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root.normalize())) {
            throw new IOException("entry outside of the target");
        }
        return path;
    }

    public void restore(InputStream stream, Path target) throws IOException {
        int count = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(stream)) {
            for (TarArchiveEntry entry = tar.getNextTarEntry(); entry != null; entry = tar.getNextTarEntry()) {
                if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
                    continue;
                }
                if (++count > ENTRIES) {
                    throw new IOException("too many entries");
                }
                Path file = below(target, entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, tar.readNBytes(LIMIT));
            }
        }
    }

    // unsafe: archive-extraction - one pass of replace leaves "....//" standing
    public void theme(ZipFile archive, File directory) throws IOException {
        Enumeration<? extends ZipEntry> entries = archive.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName().replace("../", "");
            File file = new File(directory.getPath() + File.separator + name);
            if (!entry.isDirectory()) {
                file.getParentFile().mkdirs();
                try (InputStream in = archive.getInputStream(entry); OutputStream out = new FileOutputStream(file)) {
                    out.write(in.readNBytes(LIMIT));
                }
            }
        }
    }

    // safe: archive-extraction - only listed entries under names of our own
    public void document(ZipFile archive, File directory) throws IOException {
        Enumeration<? extends ZipEntry> entries = archive.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = PARTS.get(entry.getName());
            if (name == null) {
                continue;
            }
            File file = new File(directory, name);
            try (InputStream in = archive.getInputStream(entry); OutputStream out = new FileOutputStream(file)) {
                out.write(in.readNBytes(LIMIT));
            }
        }
    }

    // unsafe: archive-extraction - the check comes after the file was written
    public int plugin(InputStream upload, File home) throws IOException {
        int files = 0;
        try (JarInputStream jar = new JarInputStream(upload)) {
            JarEntry entry;
            while ((entry = jar.getNextJarEntry()) != null) {
                File file = new File(home, entry.getName());
                if (!entry.isDirectory()) {
                    file.getParentFile().mkdirs();
                    Files.write(file.toPath(), jar.readNBytes(LIMIT));
                    files++;
                }
                if (!file.getCanonicalPath().startsWith(home.getCanonicalPath() + File.separator)) {
                    throw new IOException("entry outside of the target");
                }
            }
        }
        return files;
    }

    // safe: archive-extraction - the canonical path is checked first
    public int extension(InputStream upload, File home) throws IOException {
        int files = 0;
        try (JarInputStream jar = new JarInputStream(upload)) {
            JarEntry entry;
            while ((entry = jar.getNextJarEntry()) != null) {
                File file = new File(home, entry.getName());
                String root = home.getCanonicalPath() + File.separator;
                if (files >= ENTRIES || !file.getCanonicalPath().startsWith(root)) {
                    throw new IOException("entry outside of the target");
                }
                if (!entry.isDirectory()) {
                    file.getParentFile().mkdirs();
                    Files.write(file.toPath(), jar.readNBytes(LIMIT));
                    files++;
                }
            }
        }
        return files;
    }

    // safe: archive-extraction - numbered files, the names of the entries are never used for a path
    public int pictures(InputStream upload, Path album) throws IOException {
        int number = 0;
        try (ZipInputStream zip = new ZipInputStream(upload)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".jpg") && number < ENTRIES) {
                    Files.write(album.resolve(String.format("%04d.jpg", number++)), zip.readNBytes(LIMIT));
                }
            }
        }
        return number;
    }
}
