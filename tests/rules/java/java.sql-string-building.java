package shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.springframework.jdbc.core.JdbcTemplate;

class Store {
    private JdbcTemplate jdbc;

    ResultSet byName(Statement statement, String name) throws Exception {
        // ruleid: java.sql-string-building
        return statement.executeQuery("SELECT * FROM items WHERE name = '" + name + "'");
    }

    void remove(Connection connection, String name) throws Exception {
        String sql = "DELETE FROM items WHERE name = '" + name + "'";
        // ruleid: java.sql-string-building
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.execute();
    }

    void add(String name) {
        // ruleid: java.sql-string-building
        jdbc.update(String.format("INSERT INTO items (name) VALUES ('%s')", name));
    }

    void bound(String name) {
        // ok: java.sql-string-building
        jdbc.update("DELETE FROM items WHERE name = ?", name);
    }

    void table(String table) {
        // ok: java.sql-string-building
        jdbc.update("DELETE FROM " + table);
    }

    void number(long id) {
        // ok: java.sql-string-building
        jdbc.update("DELETE FROM items WHERE id = " + id);
    }

    void constant() {
        String kind = "book";
        // ok: java.sql-string-building
        jdbc.update("DELETE FROM items WHERE kind = '" + kind + "'");
    }

    void checked(String kind) {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException(kind);
        }
        // ok: java.sql-string-building
        jdbc.update("DELETE FROM items WHERE kind = '" + kind + "'");
    }
}
