package shop;

import org.jooq.DSLContext;
import io.vertx.sqlclient.SqlClient;
import io.vertx.ext.web.RoutingContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.grpc.stub.StreamObserver;
import graphql.schema.DataFetchingEnvironment;
import jakarta.persistence.EntityManager;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

class Items {
    private static final Map<String, String> COLUMNS = Map.of("name", "name", "price", "price");
    private static final Set<String> TABLES = Set.of("items", "offers");
    private JdbcTemplate jdbc;
    private EntityManager manager;

    void byName(HttpServletRequest request, Connection connection) throws Exception {
        String name = request.getParameter("name");
        Statement statement = connection.createStatement();
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE name = '" + name + "'");
        // ruleid: java.sql-injection
        statement.execute("DELETE FROM items WHERE name = '" + name + "'");
        // ruleid: java.sql-injection
        statement.addBatch("INSERT INTO names VALUES ('" + name + "')");
    }

    void prepared(javax.servlet.http.HttpServletRequest request, Connection connection) throws Exception {
        String sql = String.format("SELECT * FROM items WHERE shop = '%s'", request.getHeader("X-Shop"));
        // ruleid: java.sql-injection
        PreparedStatement statement = connection.prepareStatement(sql);
        // ruleid: java.sql-injection
        connection.prepareCall("{call find('" + request.getQueryString() + "')}");
    }

    @GetMapping("/items/{shop}")
    List<String> spring(@PathVariable String shop, @RequestParam(required = false) String order) {
        // ruleid: java.sql-injection
        return jdbc.queryForList("SELECT name FROM items WHERE shop = '" + shop + "' ORDER BY " + order, String.class);
    }

    void stored(@RequestBody Item item) {
        // ruleid: java.sql-injection
        jdbc.update("UPDATE items SET name = '" + item.getName() + "'");
        // ruleid: java.sql-injection
        manager.createNativeQuery("SELECT * FROM items WHERE name = '" + item.getName() + "'").getResultList();
        // ruleid: java.sql-injection
        manager.createQuery("FROM Item i WHERE i.name = '" + item.getName() + "'");
    }

    void cookie(HttpServletRequest request, Statement statement) throws Exception {
        String shop = "none";
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("shop")) {
                shop = java.net.URLDecoder.decode(cookie.getValue(), "UTF-8");
            }
        }
        // ruleid: java.sql-injection
        statement.executeUpdate("UPDATE shops SET seen = 1 WHERE name = '" + shop + "'");
    }

    void headers(HttpServletRequest request, Statement statement) throws Exception {
        String shop = "";
        Enumeration<String> headers = request.getHeaders("X-Shop");
        if (headers != null && headers.hasMoreElements()) {
            shop = headers.nextElement();
        }
        // ruleid: java.sql-injection
        statement.executeUpdate("DELETE FROM shops WHERE name = '" + shop + "'");
    }

    void built(HttpServletRequest request, Statement statement) throws Exception {
        StringBuilder sql = new StringBuilder("SELECT * FROM items WHERE 1 = 1");
        String name = request.getParameter("name");
        if (name != null) {
            sql.append(" AND name = '").append(name).append("'");
        }
        // ruleid: java.sql-injection
        statement.executeQuery(sql.toString());
    }

    void collected(HttpServletRequest request, Statement statement) throws Exception {
        List<String> conditions = new ArrayList<>();
        conditions.add("shop = '" + request.getParameter("shop") + "'");
        String sql = "SELECT * FROM items WHERE " + String.join(" AND ", conditions);
        // ruleid: java.sql-injection
        statement.executeQuery(sql);
        String decoded = new String(Base64.getDecoder().decode(request.getParameter("filter")));
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE " + decoded);
        char[] letters = request.getParameter("letters").toCharArray();
        letters[0] = 'a';
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE name = '" + new String(letters) + "'");
    }

    void helped(HttpServletRequest request, Statement statement) throws Exception {
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE name = '" + cleaned(request.getParameter("name")) + "'");
    }

    void read(HttpServletRequest request, Statement statement) throws Exception {
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE name = '" + readParameter(request, "name") + "'");
    }

    private static String cleaned(String name) {
        return name.trim();
    }

    void bound(HttpServletRequest request, Connection connection) throws Exception {
        // ok: java.sql-injection
        PreparedStatement statement = connection.prepareStatement("SELECT * FROM items WHERE name = ?");
        statement.setString(1, request.getParameter("name"));
        // ok: java.sql-injection
        statement.executeQuery();
        // ok: java.sql-injection
        jdbc.queryForList("SELECT * FROM items WHERE name = ?", request.getParameter("name"));
        // ok: java.sql-injection
        manager.createQuery("FROM Item i WHERE i.name = :name").setParameter("name", request.getParameter("name"));
    }

    void number(HttpServletRequest request, Statement statement) throws Exception {
        int limit = Integer.parseInt(request.getParameter("limit"));
        // ok: java.sql-injection
        statement.executeQuery("SELECT * FROM items LIMIT " + limit);
    }

    @GetMapping("/items/{id}")
    void typed(@PathVariable long id, @RequestParam Integer page) {
        // ok: java.sql-injection
        jdbc.queryForList("SELECT * FROM items WHERE id = " + id + " LIMIT " + page);
    }

    void fromTable(HttpServletRequest request, Statement statement) throws Exception {
        // ok: java.sql-injection
        statement.executeQuery("SELECT * FROM items ORDER BY " + COLUMNS.getOrDefault(request.getParameter("sort"), "name"));
        String direction = "desc".equals(request.getParameter("direction")) ? "DESC" : "ASC";
        // ok: java.sql-injection
        statement.executeQuery("SELECT * FROM items ORDER BY name " + direction);
    }

    void listed(HttpServletRequest request, Statement statement) throws Exception {
        String table = request.getParameter("table");
        if (!TABLES.contains(table)) {
            throw new IllegalArgumentException("table");
        }
        // ok: java.sql-injection
        statement.executeQuery("SELECT * FROM " + table);
    }

    void matched(HttpServletRequest request, Statement statement) throws Exception {
        String table = request.getParameter("table");
        if (!table.matches("[a-z]{1,20}")) {
            return;
        }
        // ok: java.sql-injection
        statement.executeQuery("SELECT * FROM " + table);
    }

    void lookedUp(HttpServletRequest request, Statement statement, Users users) throws Exception {
        User user = users.findByName(request.getParameter("name"));
        // ok: java.sql-injection
        statement.executeQuery("SELECT * FROM orders WHERE owner = " + user.getNumber());
    }

    void oneOrOther(HttpServletRequest request, Statement statement) throws Exception {
        String year = request.getParameter("year");
        int shown = year.matches("[0-9]{4}") ? Integer.parseInt(year) : 0;
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE year = " + year);
        String wanted = year.matches("[0-9]{4}") ? year : "1900";
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE made = " + year + shown);
        // ok: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE year = " + wanted);
    }

    void onlyTold(HttpServletRequest request, Statement statement, Set<String> columns) throws Exception {
        String by = request.getParameter("by");
        if (!columns.contains(by)) {
            log.warn("unknown column");
        }
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items ORDER BY " + by);
    }

    void keys(HttpServletRequest request, Statement statement) throws Exception {
        Map<String, String> parts = new java.util.HashMap<>();
        parts.put("order", "name");
        parts.put("name", request.getParameter("name"));
        // ok: java.sql-injection
        statement.executeQuery("SELECT * FROM items ORDER BY " + parts.get("order"));
        // ruleid: java.sql-injection
        statement.executeQuery("SELECT * FROM items WHERE name = " + parts.get("name"));
    }
}

class OtherServers {
    void fluent(RoutingContext routing, DSLContext dsl) {
        // ruleid: java.sql-injection
        dsl.resultQuery("SELECT * FROM shelf WHERE code = " + routing.request().getParam("code"));
        // ok: java.sql-injection
        dsl.resultQuery("SELECT * FROM shelf WHERE code = ?", routing.request().getParam("code"));
    }

    void reactive(RoutingContext routing, SqlClient client) {
        String label = routing.request().getParam("label");
        // ruleid: java.sql-injection
        client.query("DELETE FROM labels WHERE text = '" + label + "'").execute();
        // ok: java.sql-injection
        client.preparedQuery("DELETE FROM labels WHERE text = $1").execute(Tuple.of(label));
    }

    void function(APIGatewayProxyRequestEvent event, Statement statement) throws Exception {
        // ruleid: java.sql-injection
        statement.executeUpdate("UPDATE seats SET taken = 1 WHERE row = '" + event.getQueryStringParameters().get("row") + "'");
    }

    void remote(SeatRequest message, StreamObserver<Seat> answers) throws Exception {
        // ruleid: java.sql-injection
        connection.prepareStatement("SELECT * FROM seats WHERE hall = '" + message.getHall() + "'");
    }

    Object field(DataFetchingEnvironment environment) throws Exception {
        String by = environment.getArgument("by");
        // ruleid: java.sql-injection
        return connection.prepareStatement("SELECT * FROM seats ORDER BY " + by);
    }

    @GetMapping("/halls")
    List<Hall> several(@RequestParam List<String> names, @RequestParam HallOrder order) {
        String marks = names.stream().map(name -> "?").collect(Collectors.joining(", "));
        // ok: java.sql-injection
        jdbc.query("SELECT * FROM halls WHERE name IN (" + marks + ")", names.toArray());
        // ok: java.sql-injection
        jdbc.query("SELECT * FROM halls ORDER BY " + order.column(), names.toArray());
        String texts = names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        // ruleid: java.sql-injection
        return jdbc.query("SELECT * FROM halls WHERE name IN (" + texts + ")", mapper);
    }

    void pairs(@RequestParam Map<String, String> wanted) {
        List<String> terms = new ArrayList<>();
        wanted.forEach((column, value) -> terms.add(column + " = '" + value + "'"));
        // ruleid: java.sql-injection
        jdbc.query("SELECT * FROM halls WHERE " + String.join(" OR ", terms), mapper);
    }
}

class Tables {
    void allowed(@RequestParam Map<String, String> wanted) {
        StringBuilder sql = new StringBuilder("SELECT * FROM halls WHERE 1 = 1");
        List<Object> values = new ArrayList<>();
        wanted.forEach((name, value) -> {
            if (COLUMNS.contains(name)) {
                sql.append(" AND ").append(name).append(" = ?");
                values.add(value);
            }
        });
        // ok: java.sql-injection
        jdbc.query(sql.toString(), mapper, values.toArray());
    }

    void stored(@RequestParam String name) {
        String column = settings.findByKey("column." + name);
        // ok: java.sql-injection
        jdbc.query("SELECT " + column + " FROM halls", mapper);
    }
}
