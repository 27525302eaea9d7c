// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.restassured;

import dev.spurline.junit.client.RequestKey;
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
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.impl.client.AbstractHttpClient;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/** Makes REST Assured's clients. Reads REST Assured's statics and writes none. */
final class RestAssuredClients {

    private RestAssuredClients() {}

    /** Returns a fresh specification for an address; with a key its requests carry the key. */
    static RequestSpecification specification(URI base, RequestKey key) {
        RequestSpecification specification =
                RestAssured.given().baseUri(base.toString()).basePath("");
        if (base.getPort() != -1) {
            specification.port(base.getPort());
        }
        return specification.filter(new KeyFilter(key));
    }

    /** The last filter before sending. */
    private record KeyFilter(RequestKey key) implements OrderedFilter {

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
            if (!key.allows(uri)) {
                return context.next(request, response);
            }
            key.merge(present(request)).forEach(request::replaceHeader);
            dropOnRedirects(request);
            Response answer = context.next(request, response);
            key.sent(uri);
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
                client.addRequestInterceptor(new KeyDrop(key));
            }
        }
    }

    /** Takes the key from a request that a redirect leads elsewhere. */
    private record KeyDrop(RequestKey key) implements HttpRequestInterceptor {

        @Override
        public void process(HttpRequest request, HttpContext context) {
            HttpHost target = HttpCoreContext.adapt(context).getTargetHost();
            if (target == null || key.allows(URI.create(target.toURI()))) {
                return;
            }
            key.strip(present(request)).forEach((name, rest) -> {
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
