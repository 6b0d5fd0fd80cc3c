using Kindred.Storage.Tables;

namespace Kindred.Tests.Storage.Tables;

/// <summary>The form of rows that is the same for every store.</summary>
public sealed class TableRowsTests
{
    [Fact]
    public void Digest_OfRows_IsSha256OfTheirForm()
    {
        var rows = new TableRows();
        rows.Add(7L);
        rows.AddText("aé");
        rows.AddNothing();
        rows.EndRow();
        rows.Add(-0.5);
        rows.AddBytes([]);
        rows.Add(-0.0);
        rows.EndRow();
        using var digest = new RowsDigest();

        digest.Add(rows, 0, 1);
        var first = digest.Current;
        digest.Add(rows, 1, 1);

        // By Python's hashlib and struct: b'\1' + (7).to_bytes(8, 'big') + b'\3' + (3).to_bytes(4, 'big') + 'aé'.encode() + b'\0' and
        // b'\2' + pack('>d', -0.5) + b'\4' + bytes(4) + b'\2' + pack('>d', 0.0).
        Assert.Equal(new TableDigest(1, "4a94cf090fb47aeb1111a7f7cf72187e1a8fe6c1a260e7ad566fac2890e6ad9f"), first);
        Assert.Equal(new TableDigest(2, "02560911f25191d6156988cd3184663ebd91653dfa229edd2dafd84b3e83bbec"), digest.Current);
    }

    [Fact]
    public void Values_ReadBack_AreEqual()
    {
        var rows = new TableRows();
        for (var row = 0; row < 3; row++)
        {
            rows.Add(long.MinValue + row);
            rows.Add(1e-300);
            rows.AddText("椅子");
            rows.AddBytes([0, 255]);
            rows.AddNothing();
            rows.EndRow();
        }

        var last = rows.Read(2);

        Assert.Equal(TableRowReader.Integer, last.Next());
        Assert.Equal(long.MinValue + 2, last.ReadInteger());
        Assert.Equal(TableRowReader.Real, last.Next());
        Assert.Equal(1e-300, last.ReadReal());
        Assert.Equal(TableRowReader.Text, last.Next());
        Assert.Equal("椅子"u8.ToArray(), last.ReadBytes().ToArray());
        Assert.Equal(TableRowReader.Bytes, last.Next());
        Assert.Equal([0, 255], last.ReadBytes().ToArray());
        Assert.Equal(TableRowReader.Nothing, last.Next());
        Assert.Equal((3, 3 * rows.Bytes(0, 1).Length), (rows.Count, rows.Length));
    }
}
