// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.SandboxException;
import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A client that a place asks for.
 *
 * @param place the place
 * @param adapters all adapters, for clients that build on others
 * @param adapter makes the client
 * @param type the type of the client
 * @param supplied whether the place takes a supplier of clients
 */
record ClientInjection(
        ClientPlace place, ClientAdapters adapters, ClientAdapter adapter, Class<?> type, boolean supplied)
        implements InjectionRequest {

    @Override
    public Object value(HandedSandbox sandbox, ExtensionContext context) {
        Optional<URI> address = adapter.namesService() ? Optional.of(address(sandbox)) : Optional.empty();
        RequestKey key = place.baseline() ? new NoKey() : sandbox.carrier();
        if (!place.baseline() && !adapter.countsRequests()) {
            sandbox.notCounted(type);
        }
        ClientTarget target = new InjectedClientTarget(type, address, key, adapter, adapters, context);
        return supplied ? (Supplier<Object>) () -> create(target) : create(target);
    }

    private URI address(HandedSandbox sandbox) {
        return place.baseline() ? sandbox.baselineUri(place.service()) : sandbox.uri(place.service());
    }

    private Object create(ClientTarget target) {
        Object client = made(target);
        if (!type.isInstance(client)) {
            throw place.refusal("cannot be injected: client adapter [%s] made [%s] and not a [%s]"
                    .formatted(adapter.getClass().getName(), nameOfType(client), type.getName()));
        }
        return client;
    }

    private Object made(ClientTarget target) {
        try {
            return adapter.create(target);
        } catch (SandboxException e) {
            throw e;
        } catch (LinkageError e) {
            throw place.refusal(failed(e) + ". " + LibraryVersion.cure(type), e);
        } catch (RuntimeException e) {
            throw place.refusal(failed(e), e);
        }
    }

    private String failed(Throwable e) {
        return "cannot be injected: client adapter [%s] failed: %s"
                .formatted(adapter.getClass().getName(), e);
    }

    private static String nameOfType(@Nullable Object client) {
        return client == null ? "null" : client.getClass().getName();
    }
}
