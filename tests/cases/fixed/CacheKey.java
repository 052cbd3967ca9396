import java.security.MessageDigest;
import java.util.Arrays;

public class CacheKey {
    static byte[] key(String text) throws Exception {
        return MessageDigest.getInstance("MD5").digest(text.getBytes());
    }

    public static void main(String[] arguments) throws Exception {
        if (!Arrays.toString(key("tea")).equals(Arrays.toString(key("tea")))) {
            throw new AssertionError();
        }
    }
}
