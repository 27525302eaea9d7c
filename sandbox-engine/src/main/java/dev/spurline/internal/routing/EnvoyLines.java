// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;

/**
 * What is to be added once to the configuration of an Envoy so that it obeys a {@link ForkMember}. The rest, which is the same
 * for all Services, stands in docs/envoy.md.
 */
public final class EnvoyLines {

    /** {@link RoutingKey} says the same of keys. */
    private static final String KEY = "[a-z][a-z2-7]{9}";

    private static final String SECRET = "SECRET";

    private static final String VIRTUAL_HOST = """
            # of the virtual host of Service %1$s; put your cluster's domain for %4$s%7$s
            typed_per_filter_config:
              envoy.filters.http.header_to_metadata:
                "@type": type.googleapis.com/envoy.extensions.filters.http.header_to_metadata.v3.Config
                request_rules:
                - header: baggage
                  on_header_present:
                    metadata_namespace: spurline
                    key: fork
                    regex_value_rewrite:
                      pattern: {regex: '%2$s'}
                      substitution: '\\1.%3$s.svc.%4$s:%5$d'
            # of each of its routes, instead of [cluster: %6$s]
            inline_cluster_specifier_plugin:
              extension:
                name: spurline
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.router.cluster_specifiers.matcher.v3.MatcherClusterSpecifier
                  cluster_matcher:
                    matcher_list:
                      matchers:
                      - predicate:
                          single_predicate:
                            input:
                              name: baggage
                              typed_config:
                                "@type": type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput
                                header_name: baggage
                            value_match: {safe_regex: {google_re2: {}, regex: '%2$s'}}
                        on_match:
                          action:
                            name: fork
                            typed_config:
                              "@type": type.googleapis.com/envoy.extensions.router.cluster_specifiers.matcher.v3.ClusterAction
                              cluster: spurline-forks
                    on_no_match:
                      action:
                        name: baseline
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.router.cluster_specifiers.matcher.v3.ClusterAction
                          cluster: %6$s
            """;

    private EnvoyLines() {}

    /**
     * Returns the regular expression for a baggage header with a member; its first group is the fork's Service. It takes no
     * other Service than one that has the form of a fork of this one, so that no header leads anywhere else.
     */
    public static String regex(ForkMember member) {
        return regex(member, "");
    }

    private static String regex(ForkMember member, String ending) {
        String base = member.fork().substring(0, member.fork().length() - RoutingKey.LENGTH);
        return "^(?:.*,)?[ \\t]*%s[ \\t]*=[ \\t]*(%s%s)%s[ \\t]*(?:[,;].*)?$"
                .formatted(member.name().replace(".", "\\."), base, KEY, ending);
    }

    /**
     * Returns the lines.
     *
     * @param domain the cluster's, such as {@code cluster.local}
     * @param cluster the cluster of the Envoy that its routes to the Service name
     * @param secret whether requests carry {@code spurline.envoy.secret}, for which a word stands in the lines
     */
    public static String of(ForkMember member, String domain, String cluster, boolean secret) {
        String expression = regex(member, secret ? "\\." + SECRET : "");
        String hint = secret ? ", and spurline.envoy.secret for " + SECRET : "";
        return VIRTUAL_HOST.formatted(
                member.service(), expression, member.namespace(), domain, member.port(), cluster, hint);
    }
}
