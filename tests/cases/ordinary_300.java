package com.example.billing.invoices;

import jakarta.validation.Valid;
import jakarta.validation.constraints.*;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Invoices over HTTP: issue, look up, download and mark as paid. */
@Validated
@RestController
@RequestMapping("/invoices")
public class InvoiceController {

    private static final Logger log = LoggerFactory.getLogger(InvoiceController.class);

    private final InvoiceService invoices;
    private final Path archive;

    public InvoiceController(
            InvoiceService invoices, @Value("${billing.archive:archive}") String archive) {
        this.invoices = invoices;
        this.archive = Path.of(archive);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    public Invoice issue(@Valid @RequestBody NewInvoice body) {
        Invoice invoice = invoices.issue(body);
        log.info("Issued invoice {} over {}", invoice.number(), invoice.gross());
        return invoice;
    }

    @GetMapping
    public List<Invoice> search(
            @RequestParam(defaultValue = "") @Size(max = 80) String customer,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
        List<Invoice> found = invoices.search(customer, overdue, limit);
        log.info("Search for customer {} found {} invoices", customer, found.size());
        return found;
    }

    @GetMapping("/{number}")
    public Invoice show(@PathVariable String number) {
        return invoices.get(number);
    }

    /** The archived document of an invoice, as the print shop stored it. */
    @GetMapping("/documents")
    public ResponseEntity<Resource> document(@RequestParam String file) {
        Path path = archive.resolve(file);
        if (!Files.isRegularFile(path)) {
            return ResponseEntity.notFound().build();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .body(new FileSystemResource(path));
    }

    @GetMapping("/turnover")
    public Map<String, BigDecimal> turnover(@RequestParam @Min(2000) @Max(2100) int year) {
        return invoices.turnover(year);
    }

    @ExceptionHandler(InvoiceNotFound.class)
    ProblemDetail notFound(InvoiceNotFound problem) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no such invoice.");
    }
}

/** One line of an invoice; the tax rate is a percentage. */
record Line(
        @NotBlank @Size(max = 200) String text,
        @Min(1) int quantity,
        @NotNull @DecimalMin("0.00") BigDecimal unitPrice,
        @Min(0) @Max(30) int taxRate) {

    BigDecimal net() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }

    BigDecimal gross() {
        BigDecimal factor = BigDecimal.valueOf(100L + taxRate).movePointLeft(2);
        return net().multiply(factor).setScale(2, RoundingMode.HALF_UP);
    }
}

/** What a client sends to have an invoice issued. */
record NewInvoice(
        @NotBlank @Size(max = 80) String customer,
        @Min(0) @Max(90) int daysToPay,
        @NotEmpty @Valid List<Line> lines) {}

/** An issued invoice. */
record Invoice(
        String number,
        String customer,
        LocalDate issued,
        LocalDate due,
        BigDecimal gross,
        BigDecimal paid) {}

class InvoiceNotFound extends RuntimeException {
    InvoiceNotFound(String number) {
        super("No invoice " + number);
    }
}

/** The rules of issuing and paying. */
@Service
class InvoiceService {

    private static final Logger log = LoggerFactory.getLogger(InvoiceService.class);

    private final InvoiceRepository repository;
    private final LedgerClient ledger;
    private final Clock clock;
    private final Map<String, Map<String, BigDecimal>> turnovers = new ConcurrentHashMap<>();

    InvoiceService(InvoiceRepository repository, LedgerClient ledger, Clock clock) {
        this.repository = repository;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Transactional
    Invoice issue(NewInvoice request) {
        LocalDate today = LocalDate.now(clock);
        BigDecimal gross =
                request.lines().stream().map(Line::gross).reduce(BigDecimal.ZERO, BigDecimal::add);
        String number = "%d-%05d".formatted(today.getYear(), repository.nextSequence());
        Invoice invoice = new Invoice(
                number, request.customer(), today, today.plusDays(request.daysToPay()), gross,
                BigDecimal.ZERO);
        repository.insert(invoice);
        ledger.post(invoice);
        turnovers.clear();
        return invoice;
    }

    List<Invoice> search(String customer, boolean overdue, int limit) {
        return repository.search(customer, overdue ? LocalDate.now(clock) : null, limit);
    }

    Invoice get(String number) {
        return repository.find(number).orElseThrow(() -> new InvoiceNotFound(number));
    }

    /** Turnover of a year by month, kept until the next invoice is issued. */
    Map<String, BigDecimal> turnover(int year) {
        return turnovers.computeIfAbsent(cacheKey("turnover", year), key -> {
            log.debug("Computing the turnover of {}", year);
            return repository.turnover(year);
        });
    }

    private static String cacheKey(String name, Object... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(List.of(parts).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

/** Invoices in the database. */
@Repository
class InvoiceRepository {

    private static final String COLUMNS = "number, customer, issued, due, gross, paid";

    private final NamedParameterJdbcTemplate jdbc;

    InvoiceRepository(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Invoice> find(String number) {
        String sql = "SELECT " + COLUMNS + " FROM invoices WHERE number = :number";
        return jdbc.query(sql, Map.of("number", number), InvoiceRepository::read).stream()
                .findFirst();
    }

    List<Invoice> search(String customer, LocalDate dueBefore, int limit) {
        StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM invoices WHERE 1 = 1");
        MapSqlParameterSource values = new MapSqlParameterSource("limit", limit);
        if (!customer.isBlank()) {
            sql.append(" AND customer ILIKE :customer");
            values.addValue("customer", "%" + customer + "%");
        }
        if (dueBefore != null) {
            sql.append(" AND paid < gross AND due < :due");
            values.addValue("due", dueBefore);
        }
        sql.append(" ORDER BY issued DESC LIMIT :limit");
        return jdbc.query(sql.toString(), values, InvoiceRepository::read);
    }

    void insert(Invoice invoice) {
        MapSqlParameterSource values = new MapSqlParameterSource()
                .addValue("number", invoice.number())
                .addValue("customer", invoice.customer())
                .addValue("issued", invoice.issued())
                .addValue("due", invoice.due())
                .addValue("gross", invoice.gross());
        jdbc.update(
                "INSERT INTO invoices (number, customer, issued, due, gross, paid)"
                        + " VALUES (:number, :customer, :issued, :due, :gross, 0)",
                values);
    }

    long nextSequence() {
        Long next = jdbc.queryForObject("SELECT nextval('invoice_seq')", Map.of(), Long.class);
        return next == null ? 1 : next;
    }

    Map<String, BigDecimal> turnover(int year) {
        Map<String, BigDecimal> months = new TreeMap<>();
        jdbc.query(
                "SELECT to_char(issued, 'YYYY-MM') AS month, SUM(gross) AS total FROM invoices"
                        + " WHERE EXTRACT(YEAR FROM issued) = :year GROUP BY 1",
                Map.of("year", year),
                row -> {
                    months.put(row.getString("month"), row.getBigDecimal("total"));
                });
        return months;
    }

    private static Invoice read(ResultSet row, int index) throws SQLException {
        return new Invoice(
                row.getString("number"),
                row.getString("customer"),
                row.getObject("issued", LocalDate.class),
                row.getObject("due", LocalDate.class),
                row.getBigDecimal("gross"),
                row.getBigDecimal("paid"));
    }
}

/** The general ledger, which has a service of its own. */
@Service
class LedgerClient {

    private static final Logger log = LoggerFactory.getLogger(LedgerClient.class);

    private final RestClient http;

    LedgerClient(RestClient.Builder builder, @Value("${billing.ledger-url}") String baseUrl) {
        this.http = builder.baseUrl(baseUrl).build();
    }

    /** Posts the invoice; a ledger that is down is caught up with by the nightly run. */
    void post(Invoice invoice) {
        try {
            http.post().uri("/entries").contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("reference", invoice.number(), "amount", invoice.gross()))
                    .retrieve()
                    .toBodilessEntity();
        } catch (RestClientException e) {
            log.warn("Invoice {} was not posted to the ledger", invoice.number(), e);
        }
    }
}
