// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

/** Tells whether something may be done before it is tried: a refusal is an alarm in somebody's audit log. */
@FunctionalInterface
public interface PermissionQuery {

    /**
     * Returns whether a request would be let through; true if that cannot be found out.
     *
     * @param verb such as {@code list}
     * @param group the API group; empty for the core
     * @param resource such as {@code pods} or {@code pods/log}
     * @param namespace where; empty for all namespaces
     */
    boolean granted(String verb, String group, String resource, String namespace);

    /**
     * Returns whether a request for one object would be let through, which a rule may grant by its name.
     *
     * @param name the object's
     */
    default boolean granted(String verb, String group, String resource, String namespace, String name) {
        return granted(verb, group, resource, namespace);
    }
}
