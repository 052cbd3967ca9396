package com.acme.orders;

import jakarta.persistence.EntityManager;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.session.SqlSession;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

class OrderEndpoints {
    private static final Map<String, String> SORT_COLUMNS =
            Map.of("date", "created_at", "total", "total_cents", "state", "state");

    private DataSource dataSource;
    private JdbcTemplate jdbc;
    private EntityManager em;
    private SqlSession sqlSession;

    record Product(long id, String title) {}

    // unsafe: sql-injection
    static class CustomerOrders extends HttpServlet {
        private DataSource pool;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            String customer = request.getParameter("customer");
            String query = "SELECT id FROM orders WHERE customer = '" + customer + "'";
            int count = 0;
            try (Connection con = pool.getConnection();
                    Statement st = con.createStatement();
                    ResultSet rs = st.executeQuery(query)) {
                while (rs.next()) {
                    count++;
                }
            } catch (SQLException e) {
                throw new ServletException(e);
            }
            response.setIntHeader("X-Total-Count", count);
        }
    }

    // safe: sql-injection - the value is bound
    static class CustomerInvoices extends HttpServlet {
        private DataSource pool;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            String customer = request.getParameter("customer");
            String query = "SELECT id FROM invoices WHERE customer = ?";
            int count = 0;
            try (Connection con = pool.getConnection();
                    PreparedStatement st = con.prepareStatement(query)) {
                st.setString(1, customer);
                try (ResultSet rs = st.executeQuery()) {
                    while (rs.next()) {
                        count++;
                    }
                }
            } catch (SQLException e) {
                throw new ServletException(e);
            }
            response.setIntHeader("X-Total-Count", count);
        }
    }

    // unsafe: sql-injection - a column name from the request in ORDER BY
    @GetMapping("/orders")
    public List<Map<String, Object>> list(@RequestParam(defaultValue = "created_at") String sort) {
        StringBuilder sql = new StringBuilder("SELECT id, state, total_cents FROM orders");
        sql.append(" ORDER BY ").append(sort).append(" DESC LIMIT 50");
        return jdbc.queryForList(sql.toString());
    }

    // safe: sql-injection - the column comes from a constant table
    @GetMapping("/orders/sorted")
    public List<Map<String, Object>> listSorted(@RequestParam(defaultValue = "date") String sort) {
        String column = SORT_COLUMNS.getOrDefault(sort, "created_at");
        StringBuilder sql = new StringBuilder("SELECT id, state, total_cents FROM orders");
        sql.append(" ORDER BY ").append(column).append(" DESC LIMIT 50");
        return jdbc.queryForList(sql.toString());
    }

    // unsafe: sql-injection - JPQL put together with format
    @GetMapping("/warehouses/{region}/stock")
    public long stock(@PathVariable("region") String region) {
        String jpql = String.format("select sum(s.amount) from Stock s where s.region = '%s'", region);
        return (Long) em.createQuery(jpql).getSingleResult();
    }

    // safe: sql-injection - a named parameter
    @GetMapping("/warehouses/{region}/items")
    public long items(@PathVariable("region") String region) {
        String jpql = String.format("select count(s) from %s s where s.region = :region", "Stock");
        return (Long) em.createQuery(jpql).setParameter("region", region).getSingleResult();
    }

    // safe: sql-injection - only a UUID can come through
    @GetMapping("/shipments")
    public Map<String, Object> shipment(@RequestParam("id") String id) {
        UUID key = UUID.fromString(id);
        return jdbc.queryForMap("SELECT state, carrier FROM shipment WHERE id = '" + key + "'");
    }

    // unsafe: sql-injection - the decoded cookie is taken from the list
    public int segmentSize(HttpServletRequest request) throws SQLException {
        List<String> segments = new ArrayList<>();
        segments.add("retail");
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("segment")) {
                byte[] raw = Base64.getUrlDecoder().decode(cookie.getValue());
                segments.add(new String(raw, StandardCharsets.UTF_8));
            }
        }
        String segment = segments.get(segments.size() - 1);
        try (Connection con = dataSource.getConnection();
                PreparedStatement ps = con.prepareStatement(
                        "SELECT COUNT(*) FROM customer WHERE segment = '" + segment + "'");
                ResultSet rs = ps.executeQuery()) {
            return rs.next() ? rs.getInt(1) : 0;
        }
    }

    // safe: sql-injection - the constant is taken from the list
    public int defaultSegmentSize(HttpServletRequest request) throws SQLException {
        List<String> segments = new ArrayList<>();
        segments.add("retail");
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("segment")) {
                byte[] raw = Base64.getUrlDecoder().decode(cookie.getValue());
                segments.add(new String(raw, StandardCharsets.UTF_8));
            }
        }
        String segment = segments.get(0);
        try (Connection con = dataSource.getConnection();
                PreparedStatement ps = con.prepareStatement(
                        "SELECT COUNT(*) FROM customer WHERE segment = '" + segment + "'");
                ResultSet rs = ps.executeQuery()) {
            return rs.next() ? rs.getInt(1) : 0;
        }
    }

    // unsafe: sql-injection - a MyBatis placeholder that is pasted
    @Mapper
    interface ProductMapper {
        @Select("SELECT id, title FROM product WHERE category = '${category}' LIMIT 100")
        List<Product> byCategory(@Param("category") String category);
    }

    @GetMapping("/products")
    public List<Product> products(@RequestParam String category) {
        return sqlSession.getMapper(ProductMapper.class).byCategory(category);
    }

    // safe: sql-injection - a MyBatis placeholder that is bound
    @Mapper
    interface BrandMapper {
        @Select("SELECT id, title FROM product WHERE brand = #{brand} LIMIT 100")
        List<Product> byBrand(@Param("brand") String brand);
    }

    @GetMapping("/brands")
    public List<Product> brands(@RequestParam String brand) {
        return sqlSession.getMapper(BrandMapper.class).byBrand(brand);
    }

    // safe: sql-injection - the branch with the parameter never runs
    public List<Map<String, Object>> recent(HttpServletRequest request) {
        int pageSize = 25;
        String column = pageSize * 4 > 60 ? "created_at" : request.getParameter("column");
        return jdbc.queryForList("SELECT id FROM orders ORDER BY " + column + " LIMIT " + pageSize);
    }
}
