using System.Globalization;
using Descent.Data;

namespace Descent.Tests.Data.Preprocessing;

public class CultureTests
{
    [Fact]
    public void Fault08_TheMachinesCultureChangesNothing()
    {
        // Cultures carry no data in invariant mode, so the marks of German and the signs of Swedish are set by hand.
        CultureInfo foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        foreign.NumberFormat.NumberGroupSeparator = ".";
        foreign.NumberFormat.NegativeSign = "−";
        string[] invariant = InCulture(CultureInfo.InvariantCulture), same = InCulture(foreign);
        Assert.Equal(invariant, same);
    }

    private static string[] InCulture(CultureInfo culture)
    {
        string[] seen = [];
        Thread thread = new(() =>
        {
            Thread.CurrentThread.CurrentCulture = culture;
            Table table = Table.Parse("x,IDENTITY,y\n-1.5,title,-0.5\n2e3,TITLE,1.25\n,tItle,1234.5\n");
            Schema schema = Schema.Infer(table, ["y"], new() { Task = TaskKind.Regression });
            Preprocessor preprocessor = Preprocessor.Fit(table, schema, [0, 1, 2]);
            StringWriter text = new();
            CsvTextWriter writer = new(text);
            writer.Write(-1234.5);
            writer.Write("-1,5");
            List<Notice> notices = [];
            _ = preprocessor.TransformInputs<float>(Table.Parse("x,IDENTITY\n-99999.5,title\n"), notices);
            string huge = Assert.Throws<DataException>(() => Schema.Infer(Table.Parse("x,y\n1e301,1\n-2,2\n"), ["y"])).Message;
            seen = [preprocessor.ToJson(), text.ToString(), .. preprocessor.Decode<double>([-0.75]), .. notices.Select(notice => notice.ToString()), huge];
        });
        thread.Start();
        thread.Join();
        return seen;
    }
}
