package files;

import java.io.File;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

class Temporary {
    void fixed(byte[] data, String name) throws Exception {
        // ruleid: java.predictable-temp-file
        new FileOutputStream("/tmp/report.csv").write(data);
        // ruleid: java.predictable-temp-file
        Files.write(Paths.get("/tmp/report.csv"), data);
        // ruleid: java.predictable-temp-file
        Files.write(Path.of(System.getProperty("java.io.tmpdir"), name), data);
        // ruleid: java.predictable-temp-file
        new FileOutputStream(new File(System.getProperty("java.io.tmpdir"), name)).write(data);
    }

    void made(byte[] data) throws Exception {
        // ok: java.predictable-temp-file
        Files.write(Files.createTempFile("report", ".csv"), data);
        // ok: java.predictable-temp-file
        new FileOutputStream(File.createTempFile("report", ".csv")).write(data);
        // ok: java.predictable-temp-file
        Files.write(Path.of("/var/lib/shop/report.csv"), data);
        // ok: java.predictable-temp-file
        Files.readAllBytes(Path.of("/tmp/report.csv"));
    }

    private static final String JOURNAL = "/tmp/journal.log";

    void later(java.util.List<String> lines) throws Exception {
        Path file = Paths.get("/tmp/lines.txt");
        // ruleid: java.predictable-temp-file
        Files.write(file, lines);
        // ruleid: java.predictable-temp-file
        new RandomAccessFile(JOURNAL, "rw").close();
        // ok: java.predictable-temp-file
        new RandomAccessFile(JOURNAL, "r").close();
    }

    void unknown(java.util.List<String> lines) throws Exception {
        Path file = Path.of(System.getProperty("java.io.tmpdir")).resolve(java.util.UUID.randomUUID() + ".txt");
        // ok: java.predictable-temp-file
        Files.write(file, lines);
    }

    void anew(java.util.List<String> lines) throws Exception {
        // ok: java.predictable-temp-file
        Files.write(Path.of("/tmp/once.txt"), lines, StandardOpenOption.CREATE_NEW);
    }
}
