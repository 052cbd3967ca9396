package access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

class Secrets {
    private final Random dice = new Random();
    private final SecureRandom secure = new SecureRandom();

    String newToken() {
        Random random = new Random();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            out.append(Integer.toHexString(random.nextInt(16)));
        }
        // ruleid: java.predictable-random
        return out.toString();
    }

    void cookie(HttpServletResponse response) {
        String value = Double.toString(Math.random()).substring(2);
        // ruleid: java.predictable-random
        Cookie cookie = new Cookie("visitor", value);
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        response.addCookie(cookie);
    }

    void session(HttpServletRequest request) {
        byte[] bytes = new byte[16];
        new java.util.Random().nextBytes(bytes);
        // ruleid: java.predictable-random
        request.getSession().setAttribute("seal", new String(bytes));
    }

    void reset(User user) {
        // ruleid: java.predictable-random
        int resetCode = ThreadLocalRandom.current().nextInt(1_000_000);
        // ruleid: java.predictable-random
        user.setPassword(Long.toHexString(dice.nextLong()));
    }

    String strong() {
        byte[] bytes = new byte[16];
        secure.nextBytes(bytes);
        // ok: java.predictable-random
        String token = java.util.HexFormat.of().formatHex(bytes);
        return token;
    }

    void typedAsRandom(HttpServletResponse response) throws Exception {
        Random random = SecureRandom.getInstanceStrong();
        // ok: java.predictable-random
        String token = Long.toHexString(random.nextLong());
    }

    int throwDice() {
        // ok: java.predictable-random
        int points = dice.nextInt(6) + 1;
        return points;
    }

    String sample(List<String> lines) {
        // ok: java.predictable-random
        return lines.get(ThreadLocalRandom.current().nextInt(lines.size()));
    }

    String oneTimePin() {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            digits.append((int) (Math.random() * 10));
        }
        // ruleid: java.predictable-random
        return digits.toString();
    }

    String voucherCode(Random random) {
        // ruleid: java.predictable-random
        return Long.toHexString(random.nextLong());
    }

    String colour(Random random) {
        // ok: java.predictable-random
        return Integer.toHexString(random.nextInt(255));
    }
}

class PieceByPiece {
    String made() {
        StringBuilder password = new StringBuilder();
        Random dice = new Random();
        for (int i = 0; i < 10; i++) {
            // ruleid: java.predictable-random
            password.append((char) ('a' + dice.nextInt(26)));
        }
        return password.toString();
    }

    byte[] filled() {
        byte[] salt = new byte[16];
        // ruleid: java.predictable-random
        ThreadLocalRandom.current().nextBytes(salt);
        return salt;
    }

    void strong(Account account) {
        // ok: java.predictable-random
        account.setApiKey(RandomStringUtils.secure().nextAlphanumeric(40));
        byte[] salt = new byte[16];
        // ok: java.predictable-random
        new SecureRandom().nextBytes(salt);
    }
}

class StrongFields {
    private static final Random DICE = new SecureRandom();
    private final Random source;

    StrongFields() {
        source = new SecureRandom();
    }

    String password() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            // ok: java.predictable-random
            password.append((char) ('a' + DICE.nextInt(26)));
        }
        return password.toString();
    }

    byte[] salt() {
        byte[] salt = new byte[16];
        // ok: java.predictable-random
        source.nextBytes(salt);
        return salt;
    }

    String token() {
        // ok: java.predictable-random
        return Long.toHexString(source.nextLong());
    }
}
