package access;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;

class Tokens {
    String decoded(String token) {
        // ruleid: java.jwt-unverified
        return JWT.decode(token).getSubject();
    }

    Object parsed(String token, byte[] key) {
        // ruleid: java.jwt-unverified
        return Jwts.parser().setSigningKey(key).parse(token).getBody();
    }

    String none(String user) {
        // ruleid: java.jwt-unverified
        return JWT.create().withSubject(user).sign(Algorithm.none());
    }

    Claims unsigned(String token) {
        // ruleid: java.jwt-unverified
        return Jwts.parserBuilder().build().parseClaimsJwt(token).getBody();
    }

    Claims checked(String token, javax.crypto.SecretKey key) {
        // ok: java.jwt-unverified
        return Jwts.parser().verifyWith(key).build().parseSignedClaims(token).getPayload();
    }

    Claims older(String token, byte[] key) {
        // ok: java.jwt-unverified
        return Jwts.parser().setSigningKey(key).parseClaimsJws(token).getBody();
    }

    String signed(String user, Algorithm algorithm) {
        // ok: java.jwt-unverified
        return JWT.create().withSubject(user).sign(algorithm);
    }
}
