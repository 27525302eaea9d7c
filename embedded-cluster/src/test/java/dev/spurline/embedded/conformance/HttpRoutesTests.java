// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * HTTPRoutes that the Gateway API's definition refuses.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/reference/spec/#httproute">what the Gateway API says</a>
 */
@Tag("api")
class HttpRoutesTests extends ConformanceTestCase {

    private static final String ROUTES = "gateway.networking.k8s.io/v1:httproutes";

    @BeforeEach
    void needsGatewayApi() {
        if (get(ROUTES).code() == 404) {
            throw new TestAbortedException("not run: the cluster has no Gateway API");
        }
    }

    private static String route(String rules) {
        return """
                {apiVersion:'gateway.networking.k8s.io/v1',kind:'HTTPRoute',metadata:{name:'r'},
                 spec:{parentRefs:[{group:'',kind:'Service',name:'back',port:80}],rules:[%s]}}
                """.formatted(rules);
    }

    private void refused(String rules, String message) {
        post(ROUTES, route(rules)).status(422).reason("Invalid").messageHas(message);
    }

    private static String match(String type) {
        return "{path:{type:'%s',value:'/a'}}".formatted(type);
    }

    private static String backend(String filters) {
        return "backendRefs:[{name:'back',port:80%s}]".formatted(filters);
    }

    private static String prefix(String type, String field) {
        return "filters:[{type:'%s',%s:{path:{type:'ReplacePrefixMatch',replacePrefixMatch:'/b'}}}]"
                .formatted(type, field);
    }

    @Test
    void anOrdinaryOne() {
        post(
                        ROUTES,
                        route("{matches:[%s,%s],%s},{%s}"
                                .formatted(match("Exact"), match("PathPrefix"), backend(""), backend(""))))
                .status(201)
                .at("/metadata/generation", 1)
                .at("/spec/rules/0/matches/1/path/value", "/a");
    }

    @Test
    void aReplacedPrefixWantsOnePrefix() {
        String rewrite = prefix("URLRewrite", "urlRewrite");
        String words =
                "spec.rules[1]: Invalid value: When using %s filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified";
        String both = "{%s},{matches:[%s,%s],%s,%s}";
        refused(
                both.formatted(backend(""), match("PathPrefix"), match("PathPrefix"), rewrite, backend("")),
                words.formatted("URLRewrite"));
        refused(
                "{%s},{matches:[%s],%s,%s}".formatted(backend(""), match("Exact"), rewrite, backend("")),
                words.formatted("URLRewrite"));
        refused(
                "{%s},{matches:[%s],%s}"
                        .formatted(backend(""), match("Exact"), prefix("RequestRedirect", "requestRedirect")),
                words.formatted("RequestRedirect"));
        refused(
                "{matches:[%s,%s],%s}".formatted(match("PathPrefix"), match("PathPrefix"), backend("," + rewrite)),
                "spec.rules[0]: Invalid value: Within backendRefs, When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified");
        post(
                        ROUTES,
                        route("{matches:[%s],%s,%s},{%s,%s}"
                                .formatted(match("PathPrefix"), rewrite, backend(""), rewrite, backend(""))))
                .status(201);
    }

    @Test
    void redirectsHaveNoBackends() {
        refused(
                "{filters:[{type:'RequestRedirect',requestRedirect:{statusCode:302}}],%s}".formatted(backend("")),
                "spec.rules[0]: Invalid value: RequestRedirect filter must not be used together with backendRefs");
    }

    @Test
    void limits() {
        String rule = "{matches:[%s],%s}".formatted("{},".repeat(9) + "{}", backend(""));
        refused(
                (rule + ",").repeat(12) + rule,
                "spec.rules: Invalid value: While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128");
        String plain = "{%s}".formatted(backend(""));
        refused((plain + ",").repeat(16) + plain, "spec.rules: Too many: 17: must have at most 16 items");
        refused(
                "{matches:[%s],%s}".formatted("{},".repeat(64) + "{}", backend("")),
                "spec.rules[0].matches: Too many: 65: must have at most 64 items");
    }

    @Test
    void changesAreCheckedToo() {
        post(ROUTES, route("{matches:[%s],%s}".formatted(match("Exact"), backend(""))))
                .status(201);

        json(
                        ROUTES + "/r",
                        "[{op:'add',path:'/spec/rules/0/filters',value:[{type:'RequestRedirect',requestRedirect:{}}]}]")
                .status(422)
                .messageHas("RequestRedirect filter must not be used together with backendRefs");
    }
}
