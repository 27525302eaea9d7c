// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/** The store of JUnit that lives longest. */
final class SessionStore {

    private static final Namespace NAMESPACE = Namespace.create("dev.spurline.residue");

    private SessionStore() {}

    /** What is shared lives as long as a session of the launcher, and before JUnit 5.13 as long as a plan. */
    static Store of(ExtensionContext context) {
        try {
            return Newer.store(context);
        } catch (LinkageError e) {
            return context.getRoot().getStore(NAMESPACE);
        }
    }

    static Store ofClass(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    static boolean isTopLevel(ExtensionContext context) {
        return context.getParent().filter(context.getRoot()::equals).isPresent();
    }

    /** Loaded where it is needed, because its types are not there in JUnit 5.12. */
    private static final class Newer {

        static Store store(ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        }
    }
}
