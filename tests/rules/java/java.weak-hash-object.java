package shop;

import org.bouncycastle.crypto.digests.MD5Digest;
import org.apache.shiro.crypto.hash.SimpleHash;
import static org.apache.commons.codec.digest.DigestUtils.md5Hex;

class Sums {
    void sums(byte[] data) {
        // ruleid: java.weak-hash-object
        MD5Digest digest = new MD5Digest();
        // ruleid: java.weak-hash-object
        String text = md5Hex(data);
        // ruleid: java.weak-hash-object
        String full = org.apache.commons.codec.digest.DigestUtils.sha1Hex(data);
        // ruleid: java.weak-hash-object
        Object chosen = new SimpleHash("MD5", data);
        // ruleid: java.weak-hash-object
        Object named = new DigestUtils(MessageDigestAlgorithms.SHA_1);
        // ok: java.weak-hash-object
        SHA256Digest strong = new SHA256Digest();
        // ok: java.weak-hash-object
        String long256 = org.apache.commons.codec.digest.DigestUtils.sha256Hex(data);
        // ok: java.weak-hash-object
        Object other = new SimpleHash("SHA-512", data);
        // ok: java.weak-hash-object
        Object free = new DigestUtils(algorithm);
    }
}
