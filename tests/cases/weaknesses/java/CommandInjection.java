package com.acme.ops;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

class Diagnostics {
    private static final Set<String> UNITS = Set.of("nginx", "postgresql", "redis");
    private static final Pattern HOST = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}(\\.[a-z0-9-]{1,63}){0,5}");

    record ConvertJob(String format, int width) {}

    // unsafe: command-injection
    protected void ping(HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        String host = request.getParameter("host");
        Process process = Runtime.getRuntime().exec(new String[] {"/bin/sh", "-c", "ping -c 1 " + host});
        response.setStatus(process.waitFor() == 0 ? 204 : 502);
    }

    // safe: command-injection - no shell, and the host has to match a strict pattern
    protected void probe(HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        String host = request.getParameter("host");
        if (host == null || !HOST.matcher(host).matches()) {
            response.sendError(400);
            return;
        }
        Process process = Runtime.getRuntime().exec(new String[] {"/bin/ping", "-c", "1", host});
        response.setStatus(process.waitFor() == 0 ? 204 : 502);
    }

    // unsafe: command-injection - the check does not stop the call
    @PostMapping("/units/restart")
    public ResponseEntity<String> restart(@RequestParam String unit) throws IOException {
        String outcome = "queued";
        if (!UNITS.contains(unit)) {
            outcome = "unknown unit";
        }
        new ProcessBuilder("bash", "-c", "systemctl restart " + unit + " && systemctl status " + unit)
                .redirectErrorStream(true)
                .start();
        return ResponseEntity.ok(outcome);
    }

    // safe: command-injection - an allow-list with an early return
    @PostMapping("/units/reload")
    public ResponseEntity<String> reload(@RequestParam String unit) throws IOException {
        if (!UNITS.contains(unit)) {
            return ResponseEntity.badRequest().body("unknown unit");
        }
        new ProcessBuilder("bash", "-c", "systemctl reload " + unit + " && systemctl status " + unit)
                .redirectErrorStream(true)
                .start();
        return ResponseEntity.ok("queued");
    }

    // unsafe: command-injection - a helper passes the header through
    static class Archiver {
        private String label(String raw) {
            return raw == null ? "nightly" : raw.trim().toLowerCase();
        }

        @PostMapping("/archive")
        public int archive(@RequestHeader(value = "X-Label", required = false) String header)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("sh", "-c"));
            command.add("tar czf /srv/archive/" + label(header) + ".tgz /srv/data");
            Process process = new ProcessBuilder(command).start();
            return process.waitFor();
        }
    }

    // safe: command-injection - the helper gives back constants only
    static class Snapshots {
        private String label(String raw) {
            switch (raw == null ? "" : raw) {
                case "weekly":
                    return "weekly";
                case "monthly":
                    return "monthly";
                default:
                    return "nightly";
            }
        }

        @PostMapping("/snapshots")
        public int snapshot(@RequestHeader(value = "X-Label", required = false) String header)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("sh", "-c"));
            command.add("tar czf /srv/archive/" + label(header) + ".tgz /srv/data");
            Process process = new ProcessBuilder(command).start();
            return process.waitFor();
        }
    }

    // unsafe: command-injection - the value of the map that came from the client is used
    @PostMapping("/thumbnails")
    public void thumbnail(@RequestBody Map<String, String> body) throws IOException {
        Map<String, String> options = new HashMap<>();
        options.put("tool", "convert");
        options.put("geometry", body.get("geometry"));
        String line = String.join(" ",
                options.get("tool"), "/srv/in.png", "-resize", options.get("geometry"), "/srv/out.png");
        Runtime.getRuntime().exec(new String[] {"bash", "-c", line});
    }

    // safe: command-injection - the constant of the map is used
    @PostMapping("/previews")
    public void preview(@RequestBody Map<String, String> body) throws IOException {
        Map<String, String> options = new HashMap<>();
        options.put("tool", "convert");
        options.put("title", body.get("title"));
        String line = String.join(" ", options.get("tool"), "/srv/in.png", "-resize", "200x200", "/srv/out.png");
        Runtime.getRuntime().exec(new String[] {"bash", "-c", line});
    }

    // safe: command-injection - a number
    @GetMapping("/processes/{pid}/threads")
    public List<String> threads(@PathVariable String pid) throws IOException {
        int id = Integer.parseInt(pid);
        Process process = Runtime.getRuntime().exec("ps -T -p " + id);
        try (BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return out.lines().skip(1).collect(Collectors.toList());
        }
    }

    // unsafe: command-injection - the program itself is named by the client
    public int tool(HttpServletRequest request) throws IOException, InterruptedException {
        String program = request.getParameter("tool");
        ProcessBuilder builder = new ProcessBuilder();
        builder.command(program, "--version");
        return builder.start().waitFor();
    }
}
