// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.figures;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** nginx as a reverse proxy: one process, connections to the backend kept alive, nothing logged. */
final class Nginx {

    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log stderr crit;
            events { worker_connections 4096; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              upstream pricing { server 127.0.0.1:%2$d; keepalive 256; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:%3$d;
                location / {
                  proxy_pass http://pricing;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                }
              }
            }
            """;

    private Nginx() {}

    /** Starts it before a backend; it answers at the given port when this returns. */
    static Program start(Path program, int core, Path directory, int backend, int port)
            throws IOException, InterruptedException {
        Path file = directory.resolve("nginx.conf");
        Files.writeString(file, CONFIGURATION.formatted(directory, backend, port));
        Program nginx = Program.start(
                core, List.of(program.toString(), "-e", "stderr", "-p", directory.toString(), "-c", file.toString()));
        awaitPort(port);
        return nginx;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) {
        Awaitility.await("nginx on port " + port)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(ConnectException.class)
                .until(() -> {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    return true;
                });
    }
}
