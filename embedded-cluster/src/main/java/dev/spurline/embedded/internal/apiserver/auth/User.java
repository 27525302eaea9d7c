// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who sends a request.
 *
 * @param name such as {@code system:serviceaccount:shop:default}
 * @param groups all groups, also the implied ones
 */
public record User(String name, List<String> groups) {

    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    /** The group that may do everything. */
    static final String MASTERS = "system:masters";

    /** Who has shown no credentials. */
    public static final User ANONYMOUS = new User("system:anonymous", List.of("system:unauthenticated"));

    /** Who has shown the token of the kubeconfig. */
    public static final User ADMIN = new User("kubernetes-admin", List.of(MASTERS, "system:authenticated"));

    /** The server itself. */
    public static final User SERVER = new User("system:apiserver", List.of(MASTERS));

    /** Returns a user who has shown credentials. */
    public static User authenticated(String name, List<String> groups) {
        Set<String> all = new LinkedHashSet<>(groups);
        if (name.startsWith(SERVICE_ACCOUNT)) {
            all.add("system:serviceaccounts");
            all.add("system:serviceaccounts:"
                    + name.substring(SERVICE_ACCOUNT.length()).split(":", 2)[0]);
        }
        all.add(name.equals(ANONYMOUS.name()) ? "system:unauthenticated" : "system:authenticated");
        return new User(name, List.copyOf(all));
    }

    /** Returns the user name of a ServiceAccount. */
    static String serviceAccountName(String namespace, String name) {
        return SERVICE_ACCOUNT + namespace + ":" + name;
    }

    /** Returns whether nothing is forbidden to this user. */
    public boolean isMaster() {
        return groups.contains(MASTERS);
    }
}
