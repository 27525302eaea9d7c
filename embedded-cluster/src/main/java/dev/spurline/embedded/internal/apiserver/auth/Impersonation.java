// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lets a user act as another one, if a rule allows it.
 *
 * <p>Source: kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation.
 */
public final class Impersonation {

    private final RbacAuthorizer rbac;

    /** Asks the rules. */
    public Impersonation(RbacAuthorizer rbac) {
        this.rbac = rbac;
    }

    /** Returns as whom a user acts who has sent these headers. */
    public User act(User real, String user, List<String> groups) {
        if (user.isEmpty() && groups.isEmpty()) {
            return real;
        }
        if (user.isEmpty()) {
            throw new StatusException(
                    400,
                    "BadRequest",
                    "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{%s}, Extra:map[string][]string(nil)} without impersonating a user name"
                            .formatted(groups.stream()
                                    .map(group -> '"' + group + '"')
                                    .collect(Collectors.joining(", "))));
        }
        require(real, "users", user);
        groups.forEach(group -> require(real, "groups", group));
        return User.authenticated(user, groups);
    }

    private void require(User real, String resource, String name) {
        String[] account = name.split(":", -1);
        RequestAttributes asked = name.startsWith("system:serviceaccount:") && account.length == 4
                ? new RequestAttributes(real, "impersonate", "", "serviceaccounts", "", account[2], account[3], "")
                : new RequestAttributes(real, "impersonate", "", resource, "", "", name, "");
        if (!rbac.decide(asked).allowed()) {
            throw asked.refusal();
        }
    }
}
