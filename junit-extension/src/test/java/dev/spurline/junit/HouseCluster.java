// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.engine.LeastPower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two services: {@code front} asks {@code price} and passes the baggage on, under {@code /encoding} as OpenTelemetry for
 * Python writes it, and forgets it under {@code /deaf}; {@code price} answers its price and the baggage it saw.
 * CronJob {@code report} writes the price into its log.
 */
public final class HouseCluster implements Blueprint {

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("house").manifests("classpath:house/house.yaml");
        cluster.manifests(LeastPower.roles("house")).serviceAccount(LeastPower.ACCOUNT);
        cluster.images()
                .inProcess("house/front:*", container -> serve(new Front(container.env())::answer))
                .inProcess("house/price:*", container -> serve(exchange -> price(container, exchange)))
                .inProcess("house/report:*", HouseCluster::report);
    }

    /** Asks for the price with the key of its sandbox, writes it down and ends. */
    private static PodServer report(PodContainer container) throws IOException, InterruptedException {
        Map<String, String> env = container.env();
        HttpRequest.Builder request = HttpRequest.newBuilder(new Front(env).price());
        if (env.containsKey("SPURLINE_POD_BAGGAGE")) {
            request.header("baggage", env.get("SPURLINE_POD_BAGGAGE"));
        }
        container.log("since " + env.get("SINCE") + ": "
                + HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofString())
                        .body());
        container.exit(0);
        return PodServer.of(Map.of(), () -> {});
    }

    private static String price(PodContainer container, HttpExchange exchange) {
        String baggage = baggage(exchange);
        container.log("asked with baggage [" + baggage + "]");
        return container.env().get("PRICE") + " " + baggage;
    }

    private static PodServer serve(Function<HttpExchange, String> answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().equals("/ready")
                    ? new byte[0]
                    : answer.apply(exchange).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return PodServer.of(8080, server.getAddress().getPort(), () -> {
            server.stop(0);
            threads.shutdownNow();
        });
    }

    private static String baggage(HttpExchange exchange) {
        return String.join(",", exchange.getRequestHeaders().getOrDefault("baggage", List.of()));
    }

    private record Front(Map<String, String> env, HttpClient client) {

        Front(Map<String, String> env) {
            this(env, HttpClient.newHttpClient());
        }

        String answer(HttpExchange exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(price());
            String baggage = baggage(exchange);
            String path = exchange.getRequestURI().getPath();
            if (!baggage.isEmpty() && !path.equals("/deaf")) {
                request.header("baggage", path.equals("/encoding") ? encoded(baggage) : baggage);
            }
            try {
                return client.send(request.build(), BodyHandlers.ofString()).body();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }

        /** Percent-encodes all that stands behind the first equals sign of a member, properties included. */
        private static String encoded(String baggage) {
            return Stream.of(baggage.split(","))
                    .map(member -> member.split("=", 2))
                    .map(member -> member[0].strip() + "="
                            + URLEncoder.encode(URLDecoder.decode(member[1].strip(), UTF_8), UTF_8))
                    .collect(Collectors.joining(","));
        }

        private URI price() {
            return URI.create("http://%s:%s/".formatted(env.get("PRICE_SERVICE_HOST"), env.get("PRICE_SERVICE_PORT")));
        }
    }
}
