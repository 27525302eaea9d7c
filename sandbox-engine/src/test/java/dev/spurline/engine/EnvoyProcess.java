// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running Envoy; its configuration says port 0 for admin and listener. */
public final class EnvoyProcess implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Process process;
    private final int admin;
    private final int listener;
    private final HttpClient through;

    private EnvoyProcess(Process process, int admin, int listener) {
        this.process = process;
        this.admin = admin;
        this.listener = listener;
        this.through = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener)))
                .build();
    }

    /**
     * Starts one.
     *
     * @param directory gets its files
     * @param configuration as YAML
     */
    public static EnvoyProcess start(Path binary, Path directory, String configuration) throws IOException {
        Path folder = Files.createTempDirectory(directory, "envoy");
        Path address = folder.resolve("admin");
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        binary.toString(),
                        "--config-path",
                        Files.writeString(folder.resolve("envoy.yaml"), configuration)
                                .toString(),
                        "--admin-address-path",
                        address.toString(),
                        "--concurrency",
                        "1",
                        "--use-dynamic-base-id",
                        "--log-level",
                        "warn")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await("Envoy to be ready").atMost(LONG).until(() -> !process.isAlive() || isReady(address));
            if (!process.isAlive()) {
                throw new IllegalStateException("Envoy ended at once: " + read(log));
            }
            int admin = port(read(address));
            return new EnvoyProcess(process, admin, listener(admin));
        } catch (RuntimeException e) {
            end(process);
            throw e;
        }
    }

    private static boolean isReady(Path address) {
        return Files.exists(address)
                && !read(address).isBlank()
                && get(port(read(address)), "/ready").startsWith("LIVE");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.strip().substring(address.strip().lastIndexOf(':') + 1));
    }

    private static int listener(int admin) throws IOException {
        return new ObjectMapper()
                .readTree(get(admin, "/listeners?format=json"))
                .at("/listener_statuses/0/local_address/socket_address/port_value")
                .asInt();
    }

    private static String get(int port, String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request through it, and returns status and body. */
    public String get(String authority, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + authority + "/")).timeout(LONG);
        headers.forEach(request::header);
        HttpResponse<String> answer = through.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    int admin() {
        return admin;
    }

    /** Returns the port of its only listener. */
    public int listener() {
        return listener;
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
