package access;

import com.auth0.jwt.algorithms.Algorithm;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import javax.crypto.spec.SecretKeySpec;

class Signing {
    private static final String SIGNING = "shop-2021-signing";

    void written(String user) {
        // ruleid: java.hardcoded-key
        new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "AES");
        // ruleid: java.hardcoded-key
        Algorithm algorithm = Algorithm.HMAC256("shop-2021-token");
        // ruleid: java.hardcoded-key
        Keys.hmacShaKeyFor(SIGNING.getBytes(StandardCharsets.UTF_8));
        // ruleid: java.hardcoded-key
        Jwts.builder().setSubject(user).signWith(SignatureAlgorithm.HS256, SIGNING).compact();
    }

    void outside(byte[] key) {
        // ok: java.hardcoded-key
        new SecretKeySpec(key, "AES");
        // ok: java.hardcoded-key
        Algorithm algorithm = Algorithm.HMAC256(System.getenv("SHOP_JWT_KEY"));
        String text = System.getenv("SHOP_KEY");
        // ok: java.hardcoded-key
        Keys.hmacShaKeyFor(text.getBytes(StandardCharsets.UTF_8));
    }
}
