// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import dev.spurline.CleanupException;
import dev.spurline.ForkFailedException;
import dev.spurline.PreflightException;
import dev.spurline.RouteNotLiveException;
import dev.spurline.SandboxException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps what must not be told out of exceptions: the API server quotes what it refuses, and so do parsers. */
public final class SecretRedactor {

    private final SecretMask mask;

    /** Keeps what a mask hides. */
    public SecretRedactor(SecretMask mask) {
        this.mask = mask;
    }

    /** Returns the exception itself if it tells nothing, else one of the same kind with nothing in it that should not be. */
    public RuntimeException clean(RuntimeException exception) {
        return tells(exception, identities()) ? copy(exception, identities()) : exception;
    }

    /** Does something and cleans what it throws. */
    public <T> T during(Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            throw clean(e);
        }
    }

    private static Set<Throwable> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private boolean tells(@Nullable Throwable throwable, Set<Throwable> seen) {
        return throwable != null
                && seen.add(throwable)
                && (mask.tells(String.valueOf(throwable.getMessage()))
                        || tells(throwable.getCause(), seen)
                        || Stream.of(throwable.getSuppressed()).anyMatch(other -> tells(other, seen)));
    }

    private RuntimeException copy(RuntimeException exception, Set<Throwable> seen) {
        seen.add(exception);
        String message = mask.clean(String.valueOf(exception.getMessage()));
        Throwable cause = cause(exception.getCause(), seen);
        return finish(exception, ofKind(exception, message, cause), seen);
    }

    private static RuntimeException ofKind(RuntimeException exception, String message, @Nullable Throwable cause) {
        SandboxException same = exception instanceof PreflightException
                ? new PreflightException(message)
                : exception instanceof ForkFailedException
                        ? new ForkFailedException(message)
                        : exception instanceof RouteNotLiveException
                                ? new RouteNotLiveException(message)
                                : exception instanceof CleanupException
                                        ? new CleanupException(message)
                                        : new SandboxException(message);
        if (cause != null) {
            same.initCause(cause);
        }
        return same;
    }

    private @Nullable Throwable cause(@Nullable Throwable throwable, Set<Throwable> seen) {
        if (throwable == null || !seen.add(throwable)) {
            return null;
        }
        Throwable cause = cause(throwable.getCause(), seen);
        Throwable clean = throwable instanceof SandboxException refusal
                ? ofKind(refusal, mask.clean(String.valueOf(refusal.getMessage())), cause)
                : new Told(mask.clean(throwable.toString()), cause);
        return finish(throwable, clean, seen);
    }

    private <T extends Throwable> T finish(Throwable from, T to, Set<Throwable> seen) {
        to.setStackTrace(from.getStackTrace());
        for (Throwable suppressed : from.getSuppressed()) {
            Throwable clean = cause(suppressed, seen);
            if (clean != null) {
                to.addSuppressed(clean);
            }
        }
        return to;
    }

    /** Stands for an exception that told too much. */
    private static final class Told extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Told(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
