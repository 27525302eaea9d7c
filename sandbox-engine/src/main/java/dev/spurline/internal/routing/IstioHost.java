// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.Locale;
import java.util.Optional;

/**
 * A host name as an object of Istio's writes it. One without a dot is a Service of the object's own namespace
 * (pkg/config/model/config.go of Istio: ResolveShortnameToFQDN).
 *
 * @param text as it is written
 * @param namespace the namespace of the object
 */
record IstioHost(String text, String namespace) {

    /** Returns the Service that it means, by whichever spelling, as {@code namespace/name}; empty if it means none. */
    Optional<String> service() {
        String[] labels = text.toLowerCase(Locale.ROOT).split("\\.", -1);
        return switch (labels.length) {
            case 1 -> Optional.of(namespace + "/" + labels[0]);
            case 2 -> Optional.of(labels[1] + "/" + labels[0]);
            default -> labels[2].equals("svc") ? Optional.of(labels[1] + "/" + labels[0]) : Optional.empty();
        };
    }

    /** Returns whether it is a name without a dot. */
    boolean isShort() {
        return text.indexOf('.') < 0;
    }

    /** Returns whether it is a name with one dot. */
    boolean isTwoLabels() {
        return text.chars().filter(letter -> letter == '.').count() == 1;
    }

    /** Returns whether it is for all names that end in something. */
    boolean isWildcard() {
        return text.startsWith("*");
    }

    /** Returns the same spelling of another Service in the same namespace. */
    IstioHost of(String service) {
        return new IstioHost(isShort() ? service : service + text.substring(text.indexOf('.')), namespace);
    }

    /**
     * Returns how an object in some namespace writes the same.
     *
     * @param domain the cluster's
     */
    String in(String other, String domain) {
        return isShort() && !namespace.equals(other) ? "%s.%s.svc.%s".formatted(text, namespace, domain) : text;
    }
}
