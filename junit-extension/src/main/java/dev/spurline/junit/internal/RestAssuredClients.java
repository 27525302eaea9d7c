// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import io.restassured.RestAssured;
import io.restassured.filter.FilterContext;
import io.restassured.filter.OrderedFilter;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.impl.client.AbstractHttpClient;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/** The only class that knows REST Assured, which may be absent. It reads REST Assured's statics and writes none. */
final class RestAssuredClients {

    private RestAssuredClients() {}

    /** Returns a fresh specification for an address; with a carrier its requests carry the key. */
    static RequestSpecification specification(URI base, Optional<KeyCarrier> carrier) {
        RequestSpecification specification =
                RestAssured.given().baseUri(base.toString()).basePath("");
        if (base.getPort() != -1) {
            specification.port(base.getPort());
        }
        carrier.ifPresent(key -> specification.filter(new KeyFilter(key)));
        return specification;
    }

    /** Returns a source of fresh specifications. */
    static Supplier<RequestSpecification> supplier(URI base, Optional<KeyCarrier> carrier) {
        return () -> specification(base, carrier);
    }

    /** The last filter before sending. */
    private record KeyFilter(KeyCarrier carrier) implements OrderedFilter {

        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }

        @Override
        public Response filter(
                FilterableRequestSpecification request,
                FilterableResponseSpecification response,
                FilterContext context) {
            URI uri = URI.create(request.getURI());
            if (!carrier.carriesTo(uri)) {
                return context.next(request, response);
            }
            carrier.merged(present(request)).forEach(request::replaceHeader);
            dropOnRedirects(request);
            Response answer = context.next(request, response);
            carrier.sent(uri);
            return answer;
        }

        private static Map<String, List<String>> present(FilterableRequestSpecification request) {
            Map<String, List<String>> present = new LinkedHashMap<>();
            for (Header header : request.getHeaders()) {
                present.computeIfAbsent(header.getName(), any -> new ArrayList<>())
                        .add(header.getValue());
            }
            return present;
        }

        /** The client below copies all headers of a request to the next address of a redirect. */
        @SuppressWarnings("deprecation") // REST Assured runs on no other
        private void dropOnRedirects(FilterableRequestSpecification request) {
            if (request.getHttpClient() instanceof AbstractHttpClient client) {
                client.addRequestInterceptor(new KeyDrop(carrier));
            }
        }
    }

    /** Takes the key from a request that a redirect leads elsewhere. */
    private record KeyDrop(KeyCarrier carrier) implements HttpRequestInterceptor {

        @Override
        public void process(HttpRequest request, HttpContext context) {
            HttpHost target = HttpCoreContext.adapt(context).getTargetHost();
            if (target == null || carrier.carriesTo(URI.create(target.toURI()))) {
                return;
            }
            carrier.stripped(present(request)).forEach((name, rest) -> {
                request.removeHeaders(name);
                if (!rest.isEmpty()) {
                    request.setHeader(name, rest);
                }
            });
        }

        private static Map<String, List<String>> present(HttpRequest request) {
            Map<String, List<String>> present = new LinkedHashMap<>();
            Arrays.stream(request.getAllHeaders())
                    .forEach(header -> present.computeIfAbsent(header.getName(), any -> new ArrayList<>())
                            .add(header.getValue()));
            return present;
        }
    }
}
