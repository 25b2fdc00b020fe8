package org.vexfs.trace.junit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The frame of a test's method or class in a stack trace, for what fails when neither is on the stack: so tools show where
 * the test is. Its line, which reflection does not tell, is read from the class file (Java Virtual Machine Specification, chapter 4).
 */
final class TestFrame {

    private static final String[] WITHOUT_CODE = {};

    private final Class<?> type;
    private final String name;
    private final Predicate<String> descriptor;
    private String file;
    private int line = -1;

    private TestFrame(Class<?> type, String name, Predicate<String> descriptor) {
        this.type = type;
        this.name = name;
        this.descriptor = descriptor;
        this.file = fileName(type);
    }

    /** Gives the frame of a method, without a line where the class file tells none. */
    static StackTraceElement of(Method method) {
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
        return new TestFrame(method.getDeclaringClass(), method.getName(), descriptor::equals).read();
    }

    /** Gives the frame of a class, which is that of its constructor. */
    static StackTraceElement of(Class<?> type) {
        return new TestFrame(type, "<init>", descriptor -> true).read();
    }

    /** Runs what may fail for a test or a class; what it throws gets its frame on top. */
    static void onTopOf(ExtensionContext context, Runnable judgement) {
        try {
            judgement.run();
        } catch (AssertionError | RuntimeException e) {
            StackTraceElement[] below = e.getStackTrace();
            StackTraceElement[] stack = new StackTraceElement[below.length + 1];
            stack[0] = context.getTestMethod().map(TestFrame::of).orElseGet(() -> of(context.getRequiredTestClass()));
            System.arraycopy(below, 0, stack, 1, below.length);
            e.setStackTrace(stack);
            throw e;
        }
    }

    private static String fileName(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        return outermost.getSimpleName() + ".java";
    }

    private StackTraceElement read() {
        String resource = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream stream = type.getResourceAsStream(resource)) {
            if (stream != null) {
                read(new DataInputStream(stream));
            }
        } catch (IOException notReadable) {
            // The frame does without.
        }
        return new StackTraceElement(type.getName(), name, file, line);
    }

    private void read(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        String[] names = constants(in);
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        members(in, names, false);
        members(in, names, true);
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            String attribute = names[in.readUnsignedShort()];
            int length = in.readInt();
            if ("SourceFile".equals(attribute)) {
                file = names[in.readUnsignedShort()];
            } else {
                in.skipNBytes(length);
            }
        }
    }

    /** Gives the names of the pool of constants, each at its index. */
    private static String[] constants(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        String[] names = new String[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> names[i] = in.readUTF();
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    // A long or a double takes two places.
                    i++;
                }
                default -> throw new IOException("unknown constant " + tag);
            }
        }
        return names;
    }

    /** Reads past the fields, or the methods. */
    private void members(DataInputStream in, String[] names, boolean methods) throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            in.skipNBytes(2);
            boolean wanted = methods
                    & name.equals(names[in.readUnsignedShort()])
                    & descriptor.test(names[in.readUnsignedShort()]);
            attributes(in, wanted ? names : WITHOUT_CODE);
        }
    }

    /** Reads past some attributes, and takes down the first line of code; with no names there is none to look for. */
    private void attributes(DataInputStream in, String[] names) throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            int name = in.readUnsignedShort();
            int length = in.readInt();
            String attribute = names.length == 0 ? "" : names[name];
            if ("Code".equals(attribute)) {
                in.skipNBytes(4);
                in.skipNBytes(in.readInt());
                in.skipNBytes(8L * in.readUnsignedShort());
                attributes(in, names);
            } else if ("LineNumberTable".equals(attribute)) {
                for (int lines = in.readUnsignedShort(); lines > 0; lines--) {
                    in.skipNBytes(2);
                    int next = in.readUnsignedShort();
                    line = line < 0 ? next : Math.min(line, next);
                }
            } else {
                in.skipNBytes(length);
            }
        }
    }
}
