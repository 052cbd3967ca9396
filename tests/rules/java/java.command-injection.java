package tools;

import io.javalin.http.Context;
import org.zeroturnaround.exec.ProcessExecutor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

class Tools {
    private static final Map<String, String> PROGRAMS = Map.of("png", "/usr/bin/optipng");

    void text(HttpServletRequest request) throws Exception {
        // ruleid: java.command-injection
        Runtime.getRuntime().exec("ping -c 1 " + request.getParameter("host"));
        Runtime r = Runtime.getRuntime();
        String command = "convert " + request.getParameter("name");
        // ruleid: java.command-injection
        Process p = r.exec(command);
    }

    void shell(HttpServletRequest request) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java.command-injection
        new ProcessBuilder("sh", "-c", "convert " + name + " out.png").start();
        // ruleid: java.command-injection
        Runtime.getRuntime().exec(new String[] {"/bin/bash", "-c", "convert " + name});
        String[] all = {"cmd.exe", "/c", "dir " + name};
        // ruleid: java.command-injection
        Runtime.getRuntime().exec(all);
    }

    @GetMapping("/run")
    void chosen(@RequestParam String tool) throws Exception {
        // ruleid: java.command-injection
        new ProcessBuilder(tool, "--version").start();
    }

    void list(HttpServletRequest request) throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.add("sh");
        arguments.add("-c");
        arguments.add("ls " + request.getParameter("folder"));
        // ruleid: java.command-injection
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.start();
    }

    void later(HttpServletRequest request) throws Exception {
        ProcessBuilder builder = new ProcessBuilder();
        // ruleid: java.command-injection
        builder.command("bash", "-c", request.getHeader("X-Command"));
        builder.start();
    }

    void unknownArray(HttpServletRequest request, String first, String second) throws Exception {
        String[] all = {first, second, "echo " + request.getParameter("text")};
        // ruleid: java.command-injection
        Runtime.getRuntime().exec(all);
    }

    void arguments(HttpServletRequest request) throws Exception {
        // ok: java.command-injection
        new ProcessBuilder("convert", "--", request.getParameter("name"), "out.png").start();
        // ok: java.command-injection
        Runtime.getRuntime().exec(new String[] {"convert", "--", request.getParameter("name")});
        String[] all = {"convert", "--", request.getParameter("name")};
        // ok: java.command-injection
        Runtime.getRuntime().exec(all);
        List<String> list = new ArrayList<>();
        list.add("convert");
        list.add(request.getParameter("name"));
        // ok: java.command-injection
        new ProcessBuilder(list).start();
        // ok: java.command-injection
        new ProcessBuilder(Arrays.asList("convert", request.getParameter("name"))).start();
    }

    void number(HttpServletRequest request) throws Exception {
        int width = Integer.parseInt(request.getParameter("width"));
        // ok: java.command-injection
        Runtime.getRuntime().exec("convert -resize " + width + " in.png out.png");
    }

    void fromTable(HttpServletRequest request) throws Exception {
        String program = PROGRAMS.get(request.getParameter("kind"));
        // ok: java.command-injection
        new ProcessBuilder(program, "in.png").start();
    }

    void checked(HttpServletRequest request) throws Exception {
        String host = request.getParameter("host");
        if (!host.matches("[a-z0-9.]+")) {
            return;
        }
        // ok: java.command-injection
        Runtime.getRuntime().exec("ping -c 1 " + host);
    }
}

class OtherStarters {
    void grown(HttpServletRequest request) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList("bash", "-c"));
        words.add("du -s " + request.getParameter("folder"));
        // ruleid: java.command-injection
        new ProcessBuilder().command(words).start();
    }

    void split(HttpServletRequest request) throws Exception {
        // ruleid: java.command-injection
        new ProcessExecutor().commandSplit("file " + request.getParameter("name")).execute();
        // ok: java.command-injection
        new ProcessExecutor("file", "--", request.getParameter("name")).execute();
    }

    void body(Context ctx) throws Exception {
        // ruleid: java.command-injection
        Runtime.getRuntime().exec("lp " + ctx.body());
        // ok: java.command-injection
        Runtime.getRuntime().exec("lp /var/spool/next");
    }

    @OnMessage
    public void told(String text, Session peer) throws Exception {
        // ruleid: java.command-injection
        new ProcessBuilder("sh", "-c", "say " + text).start();
    }
}
