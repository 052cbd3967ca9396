package stores;

import redis.clients.jedis.Jedis;
import com.zaxxer.hikari.HikariConfig;
import java.net.PasswordAuthentication;
import java.security.KeyStore;
import java.sql.DriverManager;
import org.springframework.beans.factory.annotation.Value;

class Stores {
    @Value("${shop.password}")
    private String password;

    void open(String url, HikariConfig config, KeyStore store) throws Exception {
        // ruleid: java.hardcoded-password
        DriverManager.getConnection(url, "shop", "winter");
        // ruleid: java.hardcoded-password
        DriverManager.getConnection("jdbc:mysql://db.example/shop?user=shop&password=winter");
        // ruleid: java.hardcoded-password
        config.setPassword("winter");
        // ruleid: java.hardcoded-password
        new PasswordAuthentication("shop", "winter".toCharArray());
        // ruleid: java.hardcoded-password
        store.load(null, "winter".toCharArray());
    }

    void outside(String url, HikariConfig config, User user) throws Exception {
        // ok: java.hardcoded-password
        DriverManager.getConnection(url, "shop", System.getenv("SHOP_PASSWORD"));
        // ok: java.hardcoded-password
        DriverManager.getConnection("jdbc:postgresql://db.example/shop", "shop", password);
        // ok: java.hardcoded-password
        config.setPassword(password);
        // ok: java.hardcoded-password
        user.setPassword("");
    }
}

class MorePlaces {
    void places(Jedis store) {
        // ruleid: java.hardcoded-password
        store.auth("pl4in-Sight");
        // ruleid: java.hardcoded-password
        DataSourceBuilder.create().username("shop").password("0ld-Harbour").build();
        // ruleid: java.hardcoded-password
        Encryptors.text("Long-phrase-77", salt);
        // ok: java.hardcoded-password
        DataSourceBuilder.create().password(settings.password()).build();
        // ok: java.hardcoded-password
        store.auth(System.getenv("STORE_PASSWORD"));
    }
}
