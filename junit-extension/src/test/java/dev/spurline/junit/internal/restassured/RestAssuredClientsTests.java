// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.restassured;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spurline.junit.internal.KeyOfOneTest;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against two real servers: one is an entry of the sandbox, the other is anybody's. */
class RestAssuredClientsTests {

    private static final String KEY = KeyOfOneTest.KEY;
    private static final String MEMBERS = KeyOfOneTest.MEMBERS;

    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final KeyOfOneTest given = new KeyOfOneTest();
    private URI entry = URI.create("http://unset");
    private URI elsewhere = URI.create("http://unset");

    @BeforeEach
    void startServers() throws IOException {
        entry = serve("entry");
        elsewhere = serve("elsewhere");
        given.allow(entry);
    }

    @AfterEach
    void stopServers() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void sendsTheKeyMergedIntoTheCallersBaggage() {
        RequestSpecification specification = RestAssuredClients.specification(entry, given.key());

        Response response = specification
                .header("baggage", "a=1")
                .header("Baggage", "b=2")
                .queryParam("q", "1")
                .get("/ok");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(seen).containsExactly("entry /ok?q=1 baggage=[" + MEMBERS + ",a=1,b=2] key=[" + KEY + "]");
        assertThat(given.told()).containsExactly(entry.resolve("/ok?q=1"));
        assertThat(given.sent()).isEqualTo(1);
    }

    @Test
    void mergesAfterAllOtherFilters() {
        RequestSpecification specification = RestAssuredClients.specification(entry, given.key());

        specification
                .filter((request, response, context) -> {
                    request.replaceHeader("baggage", "late=1,spurline=wrong");
                    return context.next(request, response);
                })
                .get("/ok");

        assertThat(seen).containsExactly("entry /ok baggage=[" + MEMBERS + ",late=1] key=[" + KEY + "]");
    }

    @Test
    void losesTheKeyOnARedirectElsewhere() {
        RequestSpecification specification = RestAssuredClients.specification(entry, given.key());

        specification.header("baggage", "a=1").get("/redirect?to=" + elsewhere + "/ok");

        assertThat(seen).hasSize(2).last().isEqualTo("elsewhere /ok baggage=[a=1] key=[]");
    }

    @Test
    void losesTheKeyThereWhateverConfigurationTheCallerSets() {
        RequestSpecification specification = RestAssuredClients.specification(entry, given.key());

        specification
                .config(RestAssuredConfig.config()
                        .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 5000)))
                .get("/redirect?to=" + elsewhere + "/ok");

        assertThat(seen)
                .satisfiesExactly(
                        first -> assertThat(first).contains("key=[" + KEY + "]"),
                        second -> assertThat(second).isEqualTo("elsewhere /ok baggage=[null] key=[]"));
    }

    @Test
    void keepsTheKeyOnARedirectToAnEntry() {
        RestAssuredClients.specification(entry, given.key()).get("/redirect?to=" + entry + "/ok");

        assertThat(seen).hasSize(2).allMatch(line -> line.contains("key=[" + KEY + "]"));
    }

    @Test
    void leavesAnAbsoluteAddressElsewhereAlone() {
        RestAssuredClients.specification(entry, given.key()).get(elsewhere + "/ok");

        assertThat(seen).containsExactly("elsewhere /ok baggage=[null] key=[]");
    }

    @Test
    void sendsNoKeyToTheBaseline() {
        RestAssuredClients.specification(entry, KeyOfOneTest.none()).get("/ok");

        assertThat(seen).containsExactly("entry /ok baggage=[null] key=[]");
    }

    private URI serve(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(name, exchange));
        server.start();
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(String name, HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        seen.add("%s %s baggage=[%s] key=[%s]"
                .formatted(
                        name,
                        uri.getPath().equals("/redirect") ? "/redirect" : uri,
                        exchange.getRequestHeaders().getOrDefault("baggage", List.of("null")).stream()
                                .reduce("", (a, b) -> a.isEmpty() ? b : a + "|" + b),
                        String.join("|", exchange.getRequestHeaders().getOrDefault("x-spurline-key", List.of()))));
        if (uri.getPath().equals("/redirect")) {
            exchange.getResponseHeaders().set("Location", uri.getQuery().substring("to=".length()));
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.sendResponseHeaders(200, -1);
        }
        exchange.close();
    }
}
