package access;

import com.nimbusds.jwt.SignedJWT;
import java.util.Base64;

class ByHand {
    String payload(String token) {
        // ruleid: java.jwt-unverified
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    String subject(String text) throws Exception {
        SignedJWT jwt = SignedJWT.parse(text);
        // ruleid: java.jwt-unverified
        return jwt.getJWTClaimsSet().getSubject();
    }

    Object claims(String text) throws Exception {
        // ruleid: java.jwt-unverified
        return SignedJWT.parse(text).getJWTClaimsSet();
    }

    String image(String line) {
        // ok: java.jwt-unverified
        return new String(Base64.getDecoder().decode(line.split(",")[1]));
    }

    String algorithm(String text) throws Exception {
        // ok: java.jwt-unverified
        return SignedJWT.parse(text).getHeader().getAlgorithm().getName();
    }

    String built(JWTClaimsSet set) {
        // ok: java.jwt-unverified
        return set.getSubject();
    }
}
