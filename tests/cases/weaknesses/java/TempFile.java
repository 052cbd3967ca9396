package com.acme.scratch;

import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

class Scratch {
    private static final String SPOOL = "/tmp/acme-spool.txt";

    // unsafe: temp-file
    public Path exportRows(List<String> rows) throws IOException {
        Path file = Paths.get("/tmp/export.csv");
        Files.write(file, rows, StandardCharsets.UTF_8);
        return file;
    }

    // safe: temp-file - name and permissions are those of createTempFile
    public Path exportLines(List<String> rows) throws IOException {
        Path file = Files.createTempFile("export", ".csv");
        Files.write(file, rows, StandardCharsets.UTF_8);
        return file;
    }

    // unsafe: temp-file - a name that can be guessed in the shared directory
    public File report(long number, String text) throws IOException {
        File file = new File(System.getProperty("java.io.tmpdir"), "report-" + number + ".html");
        try (FileWriter writer = new FileWriter(file, StandardCharsets.UTF_8)) {
            writer.write(text);
        }
        return file;
    }

    // safe: temp-file - the directory belongs to the service
    public File statement(long number, String text) throws IOException {
        File file = new File("/var/lib/acme/statements", "statement-" + number + ".html");
        try (FileWriter writer = new FileWriter(file, StandardCharsets.UTF_8)) {
            writer.write(text);
        }
        return file;
    }

    // unsafe: temp-file - between delete and mkdir somebody else may take the name
    public File workDirectory() throws IOException {
        File directory = File.createTempFile("work", "");
        if (!directory.delete() || !directory.mkdir()) {
            throw new IOException("no work directory");
        }
        return directory;
    }

    // safe: temp-file - created in one step
    public File stagingDirectory() throws IOException {
        File directory = Files.createTempDirectory("staging").toFile();
        directory.deleteOnExit();
        return directory;
    }

    // unsafe: temp-file - a fixed name in a constant
    public void spool(String line) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(SPOOL, "rw")) {
            file.seek(file.length());
            file.write(line.getBytes(StandardCharsets.UTF_8));
        }
    }

    // safe: temp-file - a directory with attributes and a file within it
    public Path sealed(byte[] content) throws IOException {
        FileAttribute<Set<PosixFilePermission>> owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path directory = Files.createTempDirectory("sealed", owner);
        Path file = directory.resolve("content.bin");
        return Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    // unsafe: temp-file - everybody may read and write what createTempFile had kept private
    public Path shared(byte[] content) throws IOException {
        Path file = Files.createTempFile("shared", ".bin");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        return Files.write(file, content);
    }

    // safe: temp-file - the name in the temporary directory is read to look at its size only
    public boolean roomLeft(long bytes) {
        File directory = new File(System.getProperty("java.io.tmpdir"));
        return directory.getUsableSpace() > bytes * 2;
    }
}
