package com.acme.accounts;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class Digests {
    private static final String SIGNATURE_DIGEST = "SHA-1";
    private static final String CONTENT_DIGEST = "SHA-256";

    // unsafe: weak-hash
    public boolean passwordMatches(String password, byte[] stored) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        byte[] hash = digest.digest(password.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(hash, stored);
    }

    // safe: weak-hash - a key derivation made for passwords
    public boolean passphraseMatches(char[] passphrase, byte[] salt, byte[] stored)
            throws GeneralSecurityException {
        KeySpec spec = new PBEKeySpec(passphrase, salt, 600_000, 256);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        return MessageDigest.isEqual(hash, stored);
    }

    // unsafe: weak-hash - the name of the algorithm is a constant of the class
    public String signatureOf(Path contract) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance(SIGNATURE_DIGEST);
        digest.update(Files.readAllBytes(contract));
        return HexFormat.of().formatHex(digest.digest());
    }

    // safe: weak-hash - the constant names a strong algorithm
    public String fingerprintOf(Path contract) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance(CONTENT_DIGEST);
        try (InputStream in = new DigestInputStream(Files.newInputStream(contract), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    // unsafe: weak-hash - Commons Codec for a token that resets a password
    public String resetToken(String user, long issuedAt, String secret) {
        return DigestUtils.md5Hex(user + ":" + issuedAt + ":" + secret);
    }

    // safe: weak-hash - a keyed hash for the token
    public String confirmToken(String user, long issuedAt, byte[] secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] tag = mac.doFinal((user + ":" + issuedAt).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(tag);
    }

    // unsafe: weak-hash - Guava
    public boolean unchanged(byte[] update, String expected) {
        String actual = Hashing.sha1().hashBytes(update).toString();
        return actual.equalsIgnoreCase(expected);
    }

    // safe: weak-hash - Guava with another function
    public boolean authentic(byte[] update, String expected) {
        String actual = Hashing.sha256().hashBytes(update).toString();
        return actual.equalsIgnoreCase(expected);
    }

    // unsafe: weak-hash - the default of the property is weak
    static class LicenseCheck {
        private final MessageDigest digest;

        LicenseCheck(Properties settings) throws NoSuchAlgorithmException {
            this.digest = MessageDigest.getInstance(settings.getProperty("license.digest", "MD5"));
        }

        boolean accepts(byte[] license, byte[] published) {
            return MessageDigest.isEqual(digest.digest(license), published);
        }
    }

    // safe: weak-hash - the names that are weak are only refused
    public MessageDigest negotiated(String offered) throws NoSuchAlgorithmException {
        if ("MD5".equals(offered) || "SHA-1".equals(offered)) {
            throw new NoSuchAlgorithmException("refused: " + offered.length());
        }
        Map<String, String> names = Map.of("sha512", "SHA-512", "sha384", "SHA-384");
        return MessageDigest.getInstance(names.getOrDefault(offered, "SHA-512"));
    }

    // safe: weak-hash - a checksum against broken transfers in an API of its own
    public long checksum(byte[] block) {
        CRC32 crc = new CRC32();
        crc.update(block, 0, block.length);
        return crc.getValue();
    }

    // safe: weak-hash - the encoder salts and stretches
    public String encode(String password) {
        return new BCryptPasswordEncoder(12, new SecureRandom()).encode(password);
    }
}
