package com.acme.tokens;

import jakarta.servlet.http.HttpSession;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

class Tokens {
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    // unsafe: weak-random
    public String sessionToken() {
        byte[] token = new byte[32];
        new Random().nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    // safe: weak-random - the generator of java.security
    public String apiToken() {
        byte[] token = new byte[32];
        new SecureRandom().nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    // unsafe: weak-random - a one-time code from Math.random
    public String oneTimeCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            code.append((int) (Math.random() * 10));
        }
        return code.toString();
    }

    // safe: weak-random - a variable of the weak type holds a strong generator
    public String recoveryCode() {
        Random random = new SecureRandom();
        return random.ints(12, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining());
    }

    // unsafe: weak-random - a password out of the generator of the thread
    public String initialPassword() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] password = new char[14];
        for (int i = 0; i < password.length; i++) {
            password[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return new String(password);
    }

    // safe: weak-random - a pause between two attempts is no secret
    public Duration pause(int attempt) {
        long ceiling = Math.min(30_000L, 200L << Math.min(attempt, 7));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling));
    }

    // unsafe: weak-random - the clock is the only seed
    public BigInteger keyPart() throws NoSuchAlgorithmException {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(ByteBuffer.allocate(8).putLong(System.currentTimeMillis()).array());
        return new BigInteger(256, random);
    }

    // safe: weak-random - the generator seeds itself
    public BigInteger nonce() throws NoSuchAlgorithmException {
        SecureRandom random = SecureRandom.getInstanceStrong();
        return new BigInteger(256, random);
    }

    // unsafe: weak-random - the token against forged requests
    static class FormTokens {
        private final Random source = new Random(System.nanoTime());

        void issue(HttpSession session) {
            session.setAttribute("formToken", Long.toHexString(source.nextLong()));
        }
    }

    // safe: weak-random - an identifier of 122 bits from the strong generator
    static class RequestTokens {
        void issue(HttpSession session) {
            session.setAttribute("formToken", UUID.randomUUID().toString());
        }
    }

    // safe: weak-random - the order of the pictures on the start page
    public List<String> carousel(List<String> pictures, long day) {
        Collections.shuffle(pictures, new Random(day));
        return pictures.subList(0, Math.min(5, pictures.size()));
    }
}
