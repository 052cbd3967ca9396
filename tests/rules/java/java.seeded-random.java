package keys;

import java.security.SecureRandom;
import java.util.Random;

class Seeds {
    void known(SecureRandom random) {
        // ruleid: java.seeded-random
        SecureRandom made = new SecureRandom("shop".getBytes());
        // ruleid: java.seeded-random
        random.setSeed(42L);
        // ruleid: java.seeded-random
        made.setSeed(System.currentTimeMillis());
    }

    void unknown(SecureRandom random, byte[] more) {
        // ok: java.seeded-random
        SecureRandom made = new SecureRandom();
        // ok: java.seeded-random
        random.setSeed(random.generateSeed(16));
        // ok: java.seeded-random
        random.setSeed(more);
    }

    void repeatable(Random dice) {
        // ok: java.seeded-random
        dice.setSeed(42L);
    }

    void clock() throws Exception {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        // ruleid: java.seeded-random
        random.setSeed(Long.toString(System.nanoTime()).getBytes());
        // ok: java.seeded-random
        random.setSeed(random.generateSeed(20));
    }
}
