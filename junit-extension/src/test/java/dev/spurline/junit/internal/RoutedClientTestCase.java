// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for the clients of every library: the real one, against two real servers. */
public abstract class RoutedClientTestCase {

    protected static final String KEY = KeyOfOneTest.KEY;
    protected static final String MEMBERS = KeyOfOneTest.MEMBERS;

    protected final KeyOfOneTest given = new KeyOfOneTest();
    protected final TwoServers servers = new TwoServers(given);
    protected final TargetOfOneTest target = new TargetOfOneTest(servers.entry(), given.key());

    /** Sends a request, following redirects, and returns the status of the answer. */
    protected abstract int get(URI uri, Map<String, String> headers) throws Exception;

    /** Returns the body of an answer as it comes. */
    protected abstract InputStream stream(URI uri) throws Exception;

    @AfterEach
    void close() {
        target.close();
        servers.close();
    }

    /** Returns an address of the server that the key may go to. */
    protected URI entry(String path) {
        return URI.create(servers.entry() + path);
    }

    @Test
    void sendsTheKeyMergedIntoTheCallersBaggage() throws Exception {
        assertThat(get(entry("/ok?q=1"), Map.of("Baggage", "a=1,spurline=old"))).isEqualTo(200);

        assertThat(servers.seen()).containsExactly("entry /ok?q=1 baggage=[" + MEMBERS + ",a=1] key=[" + KEY + "]");
        assertThat(given.told()).containsExactly(entry("/ok?q=1"));
        assertThat(given.sent()).isEqualTo(1);
    }

    @Test
    void losesTheKeyOnARedirectElsewhere() throws Exception {
        get(entry(servers.redirect(servers.elsewhere().resolve("/ok"))), Map.of("baggage", "a=1"));

        assertThat(servers.seen())
                .containsExactly(
                        "entry /redirect baggage=[" + MEMBERS + ",a=1] key=[" + KEY + "]",
                        "elsewhere /ok baggage=[a=1] key=[]");
        assertThat(given.sent()).isEqualTo(1);
    }

    @Test
    void keepsTheKeyOnARedirectToAnEntry() throws Exception {
        get(entry(servers.redirect(entry("/ok"))), Map.of());

        assertThat(servers.seen()).hasSize(2).allMatch(line -> line.endsWith("key=[" + KEY + "]"));
        assertThat(given.sent()).isEqualTo(2);
    }

    @Test
    void leavesWhatGoesElsewhereAlone() throws Exception {
        get(servers.elsewhere().resolve("/ok"), Map.of("baggage", "a=1"));

        assertThat(servers.seen()).containsExactly("elsewhere /ok baggage=[a=1] key=[]");
        assertThat(given.sent()).isZero();
    }

    @Test
    void countsAStreamWhenItHasBegun() throws Exception {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream(entry("/stream")), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("one");
            assertThat(given.sent()).isEqualTo(1);
            servers.finishStream();
            assertThat(lines.readLine()).isEqualTo("two");
        }
        assertThat(given.sent()).isEqualTo(1);
    }
}
