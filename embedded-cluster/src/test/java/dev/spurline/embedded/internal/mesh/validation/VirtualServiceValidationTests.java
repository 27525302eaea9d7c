// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Istio's webhook refuses; the sources are named in {@link VirtualServiceValidation} and beside it. */
class VirtualServiceValidationTests {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String INVALID = "configuration is invalid: ";
    private static final String ROUTE = "route: [{destination: {host: pricing}}]";

    private static Optional<String> error(String spec) {
        try {
            return VirtualServiceValidation.error(
                    YAML.readTree("{metadata: {namespace: shop, name: a}, spec: {%s}}".formatted(spec)));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(spec, malformed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hosts: [pricing], http: [{route: [{destination: {host: pricing}}]}]",
                "hosts: [pricing], http: [{delegate: {name: fork}}, {route: [{destination: {host: pricing}}]}]",
                "http: [{match: [{headers: {x: {exact: a}}}], route: [{destination: {host: fork}}]}]",
                "hosts: ['*'], gateways: [gw], http: [{route: [{destination: {host: pricing}}]}]",
                "hosts: [pricing], exportTo: [clients, '.'], tcp: [{route: [{destination: {host: pricing}}]}]",
                "hosts: [pricing], http: [{match: [{withoutHeaders: {x: {regex: '*'}}}], directResponse: {status: 404}}]"
            })
    void letsThrough(String spec) {
        assertThat(error(spec)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hosts: [pricing] | http, tcp or tls must be provided in virtual service",
                "hosts: [pricing], http: [] | http, tcp or tls must be provided in virtual service",
                "http: [] | http, tcp or tls must be provided in virtual service",
                "gateways: [gw], http: [{ROUTE}] | delegate virtual service must have no gateways specified",
                "hosts: ['*'], http: [{ROUTE}] | wildcard host * is not allowed for virtual services bound to the mesh gateway",
                "hosts: [a.b, '*.b'], http: [{ROUTE}] | duplicate hosts in virtual service: a.b & *.b",
                "hosts: [a, a], http: [{ROUTE}] | duplicate hosts in virtual service: a & a",
                "hosts: [a], exportTo: ['*', b], http: [{ROUTE}] | cannot have both public (*) and non-public exportTo values for a resource",
                "hosts: [a], exportTo: ['.', shop], http: [{ROUTE}] | duplicate entries in exportTo for entry shop",
                "hosts: [a], exportTo: [shop, '.'], http: [{ROUTE}] | duplicate entries in exportTo: . and current namespace shop",
                "hosts: [a], exportTo: ['~'], http: [{ROUTE}] | exportTo ~ (none) is not allowed for Istio configuration objects",
                "hosts: [a], exportTo: [A_b], http: [{ROUTE}] | only .,*, or a valid DNS 1123 label is allowed as exportTo entry"
            })
    void refusesObjects(String spec, String problem) {
        assertThat(error(spec.replace("ROUTE", ROUTE))).contains(INVALID + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | HTTP route, redirect or direct_response is required",
                "{name: s, delegate: {name: b}, ROUTE} | root HTTP route s must not specify route",
                "{name: s, delegate: {name: b}, redirect: {uri: /}} | root HTTP route s must not specify redirect",
                "{redirect: {uri: /}, ROUTE} | HTTP route cannot contain both route and redirect",
                "{directResponse: {status: 200}, ROUTE} | HTTP route cannot contain both route and direct_response",
                "{directResponse: {status: 99}} | HTTP status 99 is not in range 200-599",
                "{mirror: {host: b}, mirrors: [{destination: {host: b}}], ROUTE} | HTTP route cannot contain both mirror and mirrors",
                "{match: [{headers: {x: null}}], ROUTE} | header match x cannot be null",
                "{match: [{headers: {'a b': {}}}], ROUTE} | header name a b is not a valid header name",
                "{match: [{headers: {x: {prefix: ''}}}], ROUTE} | \"headers\": prefix string match should not be empty",
                "{match: [{headers: {x: {regex: ''}}}], ROUTE} | \"headers\": regex string match should not be empty",
                "{match: [{headers: {x: {regex: '*'}}}], ROUTE} | \"headers\": error parsing regexp: missing argument to repetition operator: `*`; Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)",
                "{match: [{headers: {'@request.auth.claims.a': {exact: b}}}], ROUTE} | JWT claim based routing (key: @request.auth.claims.a) is only supported for gateway, found no gateways",
                "{route: [{destination: {host: a}}, {destination: {host: b}}]} | total destination weight = 0",
                "{route: [{destination: {host: a}, weight: -1}]} | weight -1 < 0",
                "{route: [{weight: 1}]} | destination is required",
                "{route: [{destination: {host: a, port: {number: 0}}}]} | port number 0 must be in the range 1..65535",
                "{timeout: 0s, ROUTE} | duration must be greater than 1ms",
                "{timeout: 1500us, ROUTE} | only durations to ms precision are supported",
                "{retries: {attempts: 0, retryOn: 5xx}, ROUTE} | http retry policy configured when attempts are set to 0 (disabled)",
                "{retries: {attempts: 1, retryOn: sometimes}, ROUTE} | \"sometimes\" is not a valid retryOn policy",
                "{rewrite: {}, ROUTE} | rewrite must specify at least one of URI, UriRegexRewrite, or authority. Only one of URI or UriRegexRewrite may be specified",
                "{rewrite: {authority: a}, headers: {request: {set: {host: b}}}, ROUTE} | authority header cannot be set multiple times: have \"a\", attempting to set \"b\"",
                "{headers: {request: {remove: [host]}}, ROUTE} | invalid header \"host\": cannot set Host header",
                "{headers: {response: {set: {':status': '1'}}}, ROUTE} | invalid header \":status\": header cannot have \":\" prefix",
                "{fault: {}, ROUTE} | HTTP fault injection must have an abort and/or a delay",
                "{fault: {abort: {httpStatus: 418, percentage: {value: 101}}}, ROUTE} | percentage 101 is neither 0.0, nor in range [0.0001, 100.0]",
                "{redirect: {redirectCode: 302}} | redirect must specify URI, authority, scheme, or port",
                "{redirect: {uri: /, redirectCode: 200}} | 200 is not a valid redirect code, must be 3xx"
            })
    void refusesRules(String rule, String problem) {
        assertThat(error("hosts: [a], http: [%s]".formatted(rule.replace("ROUTE", ROUTE))))
                .contains(INVALID + problem);
    }

    @Test
    void refusesLongExpressions() {
        String regex = "a".repeat(1025);

        assertThat(error("hosts: [a], http: [{match: [{uri: {regex: %s}}], %s}]".formatted(regex, ROUTE)))
                .contains(INVALID + "\"uri\": regex is too large, max length allowed is 1024");
    }

    @Test
    void aDelegateNamesNoDelegate() {
        assertThat(error("http: [{delegate: {name: b}, %s}]".formatted(ROUTE)))
                .contains(INVALID + "delegate HTTP route cannot contain delegate");
    }

    @Test
    void tellsAllProblems() {
        assertThat(error("hosts: [a], exportTo: ['~'], http: [{}]")).contains("""
                    configuration is invalid: 2 errors occurred:
                    \t* HTTP route, redirect or direct_response is required
                    \t* exportTo ~ (none) is not allowed for Istio configuration objects

                    """);
    }
}
