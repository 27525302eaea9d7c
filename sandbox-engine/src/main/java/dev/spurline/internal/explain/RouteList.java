// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation.PassedRule;
import java.util.Comparator;
import java.util.List;

/**
 * Rules that Istio's proxies follow together: those of a VirtualService, or of HTTPRoutes that are merged. Of several lists for
 * one host a pod's proxy follows one alone, the first by {@link #BY_RANK}.
 *
 * @param title its objects, as in messages
 * @param precision how closely it names the Service: outright, or by a wildcard of some length
 * @param closeness how close it is to the caller
 * @param created when its oldest object was made
 * @param name the name of that object
 * @param namespace its namespace
 * @param silent whether it has no rule for pods, whoever they are
 * @param rules those that the caller's proxy is told of, in the order in which it asks them
 * @param untold those that it is not told of, and why
 */
record RouteList(
        String title,
        int precision,
        Closeness closeness,
        String created,
        String name,
        String namespace,
        boolean silent,
        List<ExplainedRule> rules,
        List<PassedRule> untold) {

    /** configCompareByCreationTime in pilot/pkg/model/config.go of Istio, within the classes of SelectVirtualServices. */
    static final Comparator<RouteList> BY_RANK = Comparator.<RouteList, Integer>comparing(list -> -list.precision())
            .thenComparing(RouteList::closeness)
            .thenComparing(RouteList::created)
            .thenComparing(RouteList::name)
            .thenComparing(RouteList::namespace);

    /** How close a list is to a caller, the closest first. */
    enum Closeness {
        PRIVATE("private to the caller's namespace"),
        BY_NAME("exported to the caller's namespace by name"),
        /** HTTPRoutes go first among public ones where the caller is in their namespace, measured. */
        OWN_ROUTE("an HTTPRoute of the caller's own namespace"),
        PUBLIC("public");

        private final String text;

        Closeness(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    RouteList {
        rules = List.copyOf(rules);
        untold = List.copyOf(untold);
    }

    boolean isExact() {
        return precision == IstioServiceHost.EXACT;
    }

    /** Returns why this list does not decide beside another, which goes before it. */
    String behind(RouteList first) {
        if (precision != first.precision()) {
            return "names the Service by a wildcard, and %s names it more closely".formatted(first.title());
        }
        if (closeness != first.closeness()) {
            return "is %s, and %s is %s".formatted(closeness, first.title(), first.closeness());
        }
        return created.equals(first.created())
                ? "is as old as %s, whose name comes first".formatted(first.title())
                : "is younger than %s, and Istio follows one of them alone".formatted(first.title());
    }
}
