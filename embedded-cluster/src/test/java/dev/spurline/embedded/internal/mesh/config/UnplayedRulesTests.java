// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnplayedRulesTests {

    @Test
    void namesWhatIsNotPlayed() {
        assertThat(UnplayedRules.of(virtualService("shop", "a", """
                hosts: [pricing]
                tcp: [{route: [{destination: {host: pricing}}]}]
                http:
                - match: [{statPrefix: a, headers: {'@request.auth.claims.b': {exact: c}}}]
                  retries: {attempts: 1, backoff: 1s}
                  headers: {request: {set: {x: '%DOWNSTREAM_REMOTE_ADDRESS%', y: '100%%'}}}
                  route: [{destination: {host: pricing}}]
                """)))
                .containsExactly(
                        "http.headers %DOWNSTREAM_REMOTE_ADDRESS%",
                        "http.match.headers @request.auth.claims.b",
                        "http.match.statPrefix",
                        "http.retries.backoff",
                        "tcp");
    }

    @Test
    void namesNothingOfWhatIsPlayed() {
        assertThat(UnplayedRules.of(virtualService("shop", "a", """
                hosts: [pricing]
                http:
                - match: [{headers: {x: {exact: c}}}]
                  timeout: 1s
                  retries: {attempts: 1, retryOn: 5xx}
                  mirror: {host: copy}
                  route: [{destination: {host: pricing}}]
                """))).isEmpty();
    }
}
