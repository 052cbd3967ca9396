package sums;

import com.google.common.hash.Hashing;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Properties;
import org.apache.commons.codec.digest.DigestUtils;

class Sums {
    private static final String ALGORITHM = "SHA-1";

    void weak(byte[] data, Properties settings) throws Exception {
        // ruleid: java.weak-hash
        MessageDigest.getInstance("MD5").digest(data);
        // ruleid: java.weak-hash
        MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
        // ruleid: java.weak-hash
        java.security.MessageDigest other = java.security.MessageDigest.getInstance("SHA1", "SUN");
        String name = settings.getProperty("hash", "MD5");
        // ruleid: java.weak-hash
        MessageDigest third = MessageDigest.getInstance(name);
        // ruleid: java.weak-hash
        String text = DigestUtils.md5Hex(data);
        // ruleid: java.weak-hash
        Hashing.sha1().hashBytes(data);
        // ruleid: java.weak-hash
        Signature signature = Signature.getInstance("SHA1withRSA");
    }

    void strong(byte[] data, Properties settings, String name) throws Exception {
        // ok: java.weak-hash
        MessageDigest.getInstance("SHA-256").digest(data);
        // ok: java.weak-hash
        MessageDigest digest = MessageDigest.getInstance(name);
        // ok: java.weak-hash
        MessageDigest other = MessageDigest.getInstance(settings.getProperty("hash", "SHA-512"));
        // ok: java.weak-hash
        String text = DigestUtils.sha256Hex(data);
        // ok: java.weak-hash
        Signature signature = Signature.getInstance("SHA256withRSA");
    }
}
