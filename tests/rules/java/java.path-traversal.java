package files;

import io.vertx.ext.web.RoutingContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import org.apache.commons.io.FilenameUtils;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

class Downloads {
    private static final Path FOLDER = Path.of("/srv/reports");
    private static final Map<String, String> NAMES = Map.of("terms", "terms.pdf");

    void read(HttpServletRequest request, HttpServletResponse response) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java.path-traversal
        FileInputStream in = new FileInputStream("/srv/reports/" + name);
        File file = new File("/srv/reports", name);
        // ruleid: java.path-traversal
        Files.copy(file.toPath(), response.getOutputStream());
        // ruleid: java.path-traversal
        file.delete();
        // ruleid: java.path-traversal
        new FileWriter(new File("/srv/reports", name)).close();
    }

    @GetMapping("/reports/{name}")
    FileSystemResource resource(@PathVariable String name) {
        // ruleid: java.path-traversal
        return new FileSystemResource("/srv/reports/" + name);
    }

    byte[] resolved(@RequestParam String name) throws Exception {
        // ruleid: java.path-traversal
        return Files.readAllBytes(FOLDER.resolve(name));
    }

    byte[] normalizedOnly(@RequestParam String name) throws Exception {
        Path path = Paths.get("/srv/reports", name).normalize();
        // ruleid: java.path-traversal
        return Files.readAllBytes(path);
    }

    void withoutDots(@RequestParam String name) throws Exception {
        // ruleid: java.path-traversal
        Files.delete(FOLDER.resolve(name.replace("../", "")));
    }

    void upload(@RequestParam MultipartFile file) throws Exception {
        // ruleid: java.path-traversal
        file.transferTo(new File("/srv/uploads/" + file.getOriginalFilename()));
    }

    void part(HttpServletRequest request) throws Exception {
        Part part = request.getPart("file");
        // ruleid: java.path-traversal
        part.write("/srv/uploads/" + part.getSubmittedFileName());
    }

    byte[] below(@RequestParam String name) throws Exception {
        Path path = FOLDER.resolve(name).normalize();
        if (!path.startsWith(FOLDER)) {
            throw new IllegalArgumentException("outside");
        }
        // ok: java.path-traversal
        return Files.readAllBytes(path);
    }

    void canonical(HttpServletRequest request) throws Exception {
        File file = new File("/srv/reports", request.getParameter("name"));
        if (!file.getCanonicalPath().startsWith("/srv/reports/")) {
            return;
        }
        // ok: java.path-traversal
        file.delete();
        File other = new File("/srv/reports", request.getParameter("other"));
        String canonical = other.getCanonicalPath();
        if (!canonical.startsWith("/srv/reports/")) {
            return;
        }
        // ok: java.path-traversal
        new FileInputStream(other).close();
    }

    void nameOnly(@RequestParam MultipartFile file) throws Exception {
        // ok: java.path-traversal
        file.transferTo(FOLDER.resolve(FilenameUtils.getName(file.getOriginalFilename())));
        String name = Path.of(file.getOriginalFilename()).getFileName().toString();
        // ok: java.path-traversal
        Files.write(FOLDER.resolve(name), file.getBytes());
    }

    byte[] fromTable(@RequestParam String document) throws Exception {
        // ok: java.path-traversal
        return Files.readAllBytes(FOLDER.resolve(NAMES.get(document)));
    }

    byte[] numbered(@RequestParam int year) throws Exception {
        // ok: java.path-traversal
        return Files.readAllBytes(FOLDER.resolve(year + ".pdf"));
    }

    byte[] withoutOtherLetters(@RequestParam String name) throws Exception {
        // ok: java.path-traversal
        return Files.readAllBytes(FOLDER.resolve(name.replaceAll("[^a-z0-9]", "")));
    }

    String pasted(@RequestParam String name) throws Exception {
        String path = "/srv/notes/" + name;
        if (!path.startsWith("/srv/notes/")) {
            throw new IllegalArgumentException(name);
        }
        // ruleid: java.path-traversal
        return Files.readString(Path.of(path));
    }

    String canonical(@RequestParam String name) throws Exception {
        File file = new File(ROOT, name).getCanonicalFile();
        if (!file.getPath().startsWith(ROOT + File.separator)) {
            throw new IllegalArgumentException(name);
        }
        // ok: java.path-traversal
        return Files.readString(file.toPath());
    }

    Path inFolder(String name) {
        Path path = FOLDER.resolve(name).normalize();
        if (!path.startsWith(FOLDER)) {
            throw new IllegalArgumentException(name);
        }
        return path;
    }

    String byMethod(@RequestParam String name) throws Exception {
        // ok: java.path-traversal
        return Files.readString(inFolder(name));
    }

    String lastPart(@RequestParam String name) throws Exception {
        // ok: java.path-traversal
        return Files.readString(FOLDER.resolve(name.substring(name.lastIndexOf('/') + 1)));
    }
}

class Sent {
    void vertx(RoutingContext routing) {
        // ruleid: java.path-traversal
        routing.response().sendFile("public/" + routing.pathParam("name"));
        // ok: java.path-traversal
        routing.response().sendFile("public/index.html");
    }

    private File inside(String name) throws IOException {
        File wanted = new File(base, name).getCanonicalFile();
        if (!wanted.toPath().startsWith(base.toPath())) throw new IOException(name);
        return wanted;
    }

    void refused(HttpServletRequest request) throws IOException {
        // ok: java.path-traversal
        Files.delete(inside(request.getParameter("old")).toPath());
    }
}
