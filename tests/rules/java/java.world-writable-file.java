package files;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

class Modes {
    void open(File file, Path path) throws Exception {
        // ruleid: java.world-writable-file
        file.setWritable(true, false);
        // ruleid: java.world-writable-file
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        // ruleid: java.world-writable-file
        Files.setPosixFilePermissions(path, EnumSet.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.OTHERS_WRITE));
    }

    void closed(File file, Path path) throws Exception {
        // ok: java.world-writable-file
        file.setWritable(true);
        // ok: java.world-writable-file
        file.setReadable(true, false);
        // ok: java.world-writable-file
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        // ok: java.world-writable-file
        Files.setPosixFilePermissions(path, EnumSet.of(PosixFilePermission.OWNER_WRITE));
    }
}
