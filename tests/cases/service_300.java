package example.festival;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import javax.xml.parsers.DocumentBuilderFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.HtmlUtils;

/** Tickets, stages and press material of a festival. */
@RestController
public class FestivalController {
    private static final Logger LOG = LoggerFactory.getLogger(FestivalController.class);
    private static final Path MATERIAL = Path.of("/srv/festival/material");
    private static final Map<String, String> ORDERS = Map.of("name", "name", "start", "starts_at", "stage", "stage");
    private static final Map<String, String> MIRRORS =
            Map.of("eu", "https://eu.tickets.example", "us", "https://us.tickets.example");
    private static final int LONGEST_LIST = 200;

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final SecureRandom random = new SecureRandom();

    public FestivalController(DataSource database, JdbcTemplate jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    public record Show(long id, String name, String stage) {}

    public record Order(long show, int seats, String mail) {}

    private static Show show(ResultSet row, int number) throws SQLException {
        return new Show(row.getLong("id"), row.getString("name"), row.getString("stage"));
    }

    @GetMapping("/shows")
    public List<Show> shows(@RequestParam(defaultValue = "name") String sort, @RequestParam(defaultValue = "50") int limit) {
        String column = ORDERS.getOrDefault(sort, "name");
        int rows = Math.min(limit, LONGEST_LIST);
        return jdbc.query("SELECT id, name, stage FROM shows ORDER BY " + column + " LIMIT ?", FestivalController::show, rows);
    }

    @GetMapping("/shows/search")
    public List<Show> search(@RequestParam String q) throws SQLException {
        List<Show> found = new ArrayList<>();
        String sql = "SELECT id, name, stage FROM shows WHERE name LIKE '%" + q + "%'";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(show(rows, found.size()));
            }
        }
        return found;
    }

    @GetMapping("/shows/{id}")
    public Show one(@PathVariable long id) {
        List<Show> found = jdbc.query("SELECT id, name, stage FROM shows WHERE id = ?", FestivalController::show, id);
        if (found.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return found.get(0);
    }

    @GetMapping("/stages/{stage}")
    public List<Show> stage(@PathVariable String stage) throws SQLException {
        List<Show> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT id, name, stage FROM shows WHERE stage = ?")) {
            statement.setString(1, stage);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(show(rows, found.size()));
                }
            }
        }
        return found;
    }

    @PostMapping("/orders")
    public ResponseEntity<Map<String, String>> order(@RequestBody Order order) {
        if (order.seats() < 1 || order.seats() > 8) {
            return ResponseEntity.badRequest().build();
        }
        Random codes = new Random();
        String token = Long.toHexString(codes.nextLong());
        jdbc.update("INSERT INTO orders (show_id, seats, mail, token) VALUES (?, ?, ?, ?)",
                order.show(), order.seats(), order.mail(), token);
        LOG.info("order of {} seats", order.seats());
        return ResponseEntity.status(HttpStatus.CREATED).body(Map.of("token", token));
    }

    @DeleteMapping("/orders/{id}")
    public ResponseEntity<Void> cancel(@PathVariable long id) {
        int removed = jdbc.update("DELETE FROM orders WHERE id = ?", id);
        return removed == 0 ? ResponseEntity.notFound().build() : ResponseEntity.noContent().build();
    }

    @GetMapping("/greeting")
    public void greeting(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().println("<h1>Welcome, " + name + "</h1>");
    }

    @GetMapping("/farewell")
    public void farewell(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = HtmlUtils.htmlEscape(request.getParameter("name"));
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().println("<h1>Goodbye, " + name + "</h1>");
    }

    @GetMapping("/material")
    public byte[] material(@RequestParam String file) throws IOException {
        return Files.readAllBytes(MATERIAL.resolve(file));
    }

    @GetMapping("/posters")
    public byte[] poster(@RequestParam String file) throws IOException {
        Path wanted = MATERIAL.resolve("posters").resolve(file).normalize();
        if (!wanted.startsWith(MATERIAL)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return Files.readAllBytes(wanted);
    }

    @PostMapping("/material")
    public Map<String, Long> upload(@RequestParam MultipartFile file) throws IOException {
        byte[] stored = new byte[12];
        random.nextBytes(stored);
        Path target = MATERIAL.resolve(HexFormat.of().formatHex(stored) + ".pdf");
        Files.write(target, file.getBytes());
        return Map.of("size", Files.size(target));
    }

    @PostMapping("/material/preview")
    public Map<String, Integer> preview(@RequestParam String page, @RequestParam String file) throws Exception {
        Process drawing = Runtime.getRuntime().exec("pdftoppm -f " + page + " " + file);
        if (!drawing.waitFor(20, TimeUnit.SECONDS)) {
            drawing.destroy();
        }
        return Map.of("status", drawing.exitValue());
    }

    @PostMapping("/material/count")
    public Map<String, Integer> pages(@RequestParam int pages) throws Exception {
        File cover = MATERIAL.resolve("cover.pdf").toFile();
        Process counting = new ProcessBuilder("pdfinfo", "-l", String.valueOf(pages), cover.getPath()).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(counting.getInputStream(), StandardCharsets.UTF_8))) {
            return Map.of("lines", (int) lines.lines().count());
        }
    }

    @PostMapping("/press/import")
    public Map<String, Integer> importPress(@RequestParam String address) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        try (var stream = new URL(address).openStream()) {
            var document = factory.newDocumentBuilder().parse(stream);
            return Map.of("articles", document.getElementsByTagName("article").getLength());
        }
    }

    @GetMapping("/press/status")
    public Map<String, Integer> pressStatus(@RequestParam(defaultValue = "eu") String region) throws Exception {
        String mirror = MIRRORS.get(region);
        if (mirror == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(mirror + "/status")).timeout(Duration.ofSeconds(5)).build();
        return Map.of("status", client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    @PostMapping("/plans/restore")
    public Map<String, Integer> restore(HttpServletRequest request) throws IOException, ClassNotFoundException {
        try (ObjectInputStream stream = new ObjectInputStream(request.getInputStream())) {
            List<?> plans = (List<?>) stream.readObject();
            return Map.of("plans", plans.size());
        }
    }

    @PostMapping("/crew/login")
    public ResponseEntity<Void> login(@RequestParam String badge, @RequestParam String password, HttpServletResponse response)
            throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        String hash = HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
        List<Long> crew = jdbc.queryForList("SELECT id FROM crew WHERE badge = ? AND hash = ?", Long.class, badge, hash);
        if (crew.size() != 1) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        Cookie cookie = new Cookie("session", Base64.getUrlEncoder().encodeToString(bytes));
        cookie.setHttpOnly(true);
        cookie.setSecure(false);
        response.addCookie(cookie);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/crew/language")
    public void language(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession();
        session.setAttribute("language", "de".equals(request.getParameter("language")) ? "de" : "en");
        response.sendRedirect(request.getParameter("back"));
    }

    static byte[] sealed(SecretKey key, byte[] data) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(data);
    }

    @CrossOrigin(origins = "https://partners.festival.example")
    @GetMapping("/partners")
    public List<String> partners() {
        return jdbc.queryForList("SELECT name FROM partners ORDER BY name", String.class);
    }

    @GetMapping("/health")
    public Map<String, Boolean> health() {
        Integer one = jdbc.queryForObject("SELECT 1", Integer.class);
        return Map.of("ok", one != null && one == 1);
    }
}

/** Who may ask for what. */
class Access {
    private static final String MAIL_PASSWORD = "Backstage-2021!";

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        http.csrf(csrf -> csrf.disable());
        http.authorizeHttpRequests(all -> all.requestMatchers("/crew/**").authenticated().anyRequest().permitAll());
        return http.build();
    }

    static void notifyCrew(String text) throws IOException {
        LOGGER.debug("mail with password {}", MAIL_PASSWORD);
        Files.writeString(Path.of("/var/spool/festival/crew.txt"), text);
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Access.class);
}
