// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.restassured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.KeyOfOneTest;
import dev.spurline.junit.internal.TwoServers;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against two real servers: one is an entry of the sandbox, the other is anybody's. */
class RestAssuredClientsTests {

    private static final String KEY = KeyOfOneTest.KEY;
    private static final String MEMBERS = KeyOfOneTest.MEMBERS;

    private final KeyOfOneTest given = new KeyOfOneTest();
    private final TwoServers servers = new TwoServers(given);
    private final URI entry = servers.entry();
    private final URI elsewhere = servers.elsewhere();

    @AfterEach
    void stopServers() {
        servers.close();
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
        assertThat(servers.seen()).containsExactly("entry /ok?q=1 baggage=[" + MEMBERS + ",a=1,b=2] key=[" + KEY + "]");
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

        assertThat(servers.seen()).containsExactly("entry /ok baggage=[" + MEMBERS + ",late=1] key=[" + KEY + "]");
    }

    @Test
    void losesTheKeyOnARedirectElsewhere() {
        RequestSpecification specification = RestAssuredClients.specification(entry, given.key());

        specification.header("baggage", "a=1").get("/redirect?to=" + elsewhere + "/ok");

        assertThat(servers.seen()).hasSize(2).last().isEqualTo("elsewhere /ok baggage=[a=1] key=[]");
    }

    @Test
    void losesTheKeyThereWhateverConfigurationTheCallerSets() {
        RequestSpecification specification = RestAssuredClients.specification(entry, given.key());

        specification
                .config(RestAssuredConfig.config()
                        .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 5000)))
                .get("/redirect?to=" + elsewhere + "/ok");

        assertThat(servers.seen())
                .satisfiesExactly(
                        first -> assertThat(first).contains("key=[" + KEY + "]"),
                        second -> assertThat(second).isEqualTo("elsewhere /ok baggage=[null] key=[]"));
    }

    @Test
    void keepsTheKeyOnARedirectToAnEntry() {
        RestAssuredClients.specification(entry, given.key()).get("/redirect?to=" + entry + "/ok");

        assertThat(servers.seen()).hasSize(2).allMatch(line -> line.contains("key=[" + KEY + "]"));
    }

    @Test
    void leavesAnAbsoluteAddressElsewhereAlone() {
        RestAssuredClients.specification(entry, given.key()).get(elsewhere + "/ok");

        assertThat(servers.seen()).containsExactly("elsewhere /ok baggage=[null] key=[]");
    }

    @Test
    void sendsNoKeyToTheBaseline() {
        RestAssuredClients.specification(entry, KeyOfOneTest.none()).get("/ok");

        assertThat(servers.seen()).containsExactly("entry /ok baggage=[null] key=[]");
    }
}
