package com.acme.documents;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.UUID;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.commons.io.FileUtils;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

class DocumentStore {
    private static final Path ROOT = Paths.get("/srv/documents");
    private static final Map<String, String> FORMS = Map.of(
            "leave", "leave-request.pdf",
            "travel", "travel-expenses.pdf",
            "sick", "sick-note.pdf");

    // unsafe: path-traversal
    protected void download(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("file");
        File file = new File("/srv/documents", name);
        response.setContentType("application/octet-stream");
        try (InputStream in = new FileInputStream(file)) {
            in.transferTo(response.getOutputStream());
        }
    }

    // safe: path-traversal - resolved, then checked to be below the root
    protected void fetch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("file");
        Path file = ROOT.resolve(name).normalize();
        if (!file.startsWith(ROOT)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("application/octet-stream");
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(response.getOutputStream());
        }
    }

    // unsafe: path-traversal - the check looks at the path before it is normalized
    @GetMapping(value = "/reports", produces = MediaType.TEXT_PLAIN_VALUE)
    public String report(@RequestParam String name) throws IOException {
        String path = "/srv/reports/" + name;
        if (!path.startsWith("/srv/reports/")) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return Files.readString(Path.of(path), StandardCharsets.UTF_8);
    }

    // safe: path-traversal - the canonical path is compared, with the separator
    @GetMapping(value = "/summaries", produces = MediaType.TEXT_PLAIN_VALUE)
    public String summary(@RequestParam String name) throws IOException {
        File file = new File("/srv/summaries/" + name).getCanonicalFile();
        String root = new File("/srv/summaries").getCanonicalPath() + File.separator;
        if (!file.getPath().startsWith(root)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return FileUtils.readFileToString(file, StandardCharsets.UTF_8);
    }

    // unsafe: path-traversal - the original name of an upload
    @PostMapping("/attachments")
    public void attach(@RequestParam("file") MultipartFile upload) throws IOException {
        Path target = ROOT.resolve("attachments").resolve(upload.getOriginalFilename());
        upload.transferTo(target);
    }

    // safe: path-traversal - a name of our own
    @PostMapping("/scans")
    public String scan(@RequestParam("file") MultipartFile upload) throws IOException {
        String original = upload.getOriginalFilename();
        String extension = original != null && original.endsWith(".png") ? ".png" : ".bin";
        String id = UUID.randomUUID().toString();
        upload.transferTo(ROOT.resolve("scans").resolve(id + extension));
        return id;
    }

    // unsafe: path-traversal - taking the dots away once leaves "....//" open
    private String clean(String name) {
        return name.replace("../", "");
    }

    @DeleteMapping("/drafts")
    public ResponseEntity<Void> discard(@RequestParam("draft") String draft) throws IOException {
        Files.deleteIfExists(Paths.get("/srv/drafts/" + clean(draft)));
        return ResponseEntity.noContent().build();
    }

    // safe: path-traversal - anything but a plain name is refused
    private String plain(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,64}\\.md")) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return name;
    }

    @DeleteMapping("/notes")
    public ResponseEntity<Void> remove(@RequestParam("note") String note) throws IOException {
        Files.deleteIfExists(Paths.get("/srv/notes/" + plain(note)));
        return ResponseEntity.noContent().build();
    }

    // safe: path-traversal - a table with constant file names
    @GetMapping("/forms/{kind}")
    public Resource form(@PathVariable String kind) {
        String file = FORMS.get(kind);
        if (file == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return new FileSystemResource("/srv/forms/" + file);
    }

    // safe: path-traversal - a number
    @GetMapping("/invoices/{year}")
    public Resource invoice(@PathVariable int year, @RequestParam("no") String number) {
        long no = Long.parseLong(number);
        return new FileSystemResource("/srv/invoices/" + year + "/" + no + ".pdf");
    }
}
