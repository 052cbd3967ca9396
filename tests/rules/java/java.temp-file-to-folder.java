package work;

import com.google.common.io.Files;
import java.io.File;
import java.io.IOException;

class Work {
    File folder() throws IOException {
        File place = File.createTempFile("work", null);
        place.delete();
        // ruleid: java.temp-file-to-folder
        place.mkdir();
        return place;
    }

    File folders() throws IOException {
        File place = File.createTempFile("work", ".d");
        // ruleid: java.temp-file-to-folder
        if (!place.delete() || !place.mkdirs()) {
            throw new IOException("no folder");
        }
        return place;
    }

    File guava() {
        // ruleid: java.temp-file-to-folder
        return Files.createTempDir();
    }

    File fresh() throws IOException {
        // ok: java.temp-file-to-folder
        return java.nio.file.Files.createTempDirectory("work").toFile();
    }

    File file() throws IOException {
        // ok: java.temp-file-to-folder
        return File.createTempFile("work", ".txt");
    }

    void below(File parent) {
        File place = new File(parent, "work");
        // ok: java.temp-file-to-folder
        place.mkdir();
    }
}
