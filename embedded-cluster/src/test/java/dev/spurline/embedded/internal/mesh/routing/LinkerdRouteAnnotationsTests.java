// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.internal.linkerd.LinkerdRouteAnnotations;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Linkerd's controller reads in annotations of routes, and for which it drops a route. */
class LinkerdRouteAnnotationsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    timeout.linkerd.io/request  | 10s                        | true  | true
                    timeout.linkerd.io/request  | 10                         | false | false
                    timeout.linkerd.io/response | 0                          | true  | true
                    timeout.linkerd.io/idle     | 1.5s                       | false | false
                    timeout.linkerd.io/idle     | ' 3m '                     | true  | true
                    timeout.linkerd.io/other    | never                      | true  | true
                    retry.linkerd.io/timeout    | 10w                        | false | false
                    retry.linkerd.io/limit      | 3                          | true  | true
                    retry.linkerd.io/limit      | 65536                      | false | false
                    retry.linkerd.io/limit      | -1                         | false | false
                    retry.linkerd.io/http       | '5XX,gateway-error,404'    | true  | true
                    retry.linkerd.io/http       | 500-503                    | true  | true
                    retry.linkerd.io/http       | 503-500                    | false | true
                    retry.linkerd.io/http       | sometimes                  | false | true
                    retry.linkerd.io/http       | '5xx, 404'                 | false | true
                    retry.linkerd.io/grpc       | 'Cancelled,unavailable'    | true  | true
                    retry.linkerd.io/grpc       | sometimes                  | true  | false
                    """)
    void aRouteIsFollowedIfAllCanBeRead(String name, String value, boolean http, boolean grpc) {
        assertThat(LinkerdRouteAnnotations.unreadable(Map.of(name, value), false)
                        .isEmpty())
                .isEqualTo(http);
        assertThat(LinkerdRouteAnnotations.unreadable(Map.of(name, value), true).isEmpty())
                .isEqualTo(grpc);
    }
}
